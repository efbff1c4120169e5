// Makes a TLS certificate that signs itself, with any names and any end of validity. Written in DER by
// hand, because Node can read certificates but not make them.
import { generateKeyPairSync, sign } from "node:crypto";

export interface CertificateOptions {
  /** Host name it is for; 127.0.0.1 is named as an address besides when `isForLoopback`. */
  hostName: string;
  isForLoopback: boolean;
  validFrom: Date;
  validTo: Date;
}

export interface SelfMadeCertificate {
  /** PEM. */
  key: string;
  cert: string;
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const ecdsaWithSha256 = sequence(der(0x06, Buffer.from("2a8648ce3d040302", "hex")));
const commonName = der(0x06, Buffer.from("550403", "hex"));
const subjectAltName = der(0x06, Buffer.from("551d11", "hex"));

export function makeCertificate(options: CertificateOptions): SelfMadeCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const content = contentOf(options, publicKey.export({ type: "spki", format: "der" }));
  const signature = der(0x03, Buffer.of(0), sign("sha256", content, privateKey));
  const certificate = sequence(content, ecdsaWithSha256, signature);
  const base64 = certificate.toString("base64").replace(/(.{64})/g, "$1\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

/** TBSCertificate of RFC 5280, section 4.1: the part that is signed. */
function contentOf(options: CertificateOptions, publicKeyInfo: Buffer): Buffer {
  const version3 = der(0xa0, der(0x02, Buffer.of(2)));
  const serialNumber = der(0x02, Buffer.of(1));
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from(options.hostName)))));
  const validity = sequence(timeOf(options.validFrom), timeOf(options.validTo));
  const names = sequence(
    der(0x82, Buffer.from(options.hostName)),
    ...(options.isForLoopback ? [der(0x87, Buffer.of(127, 0, 0, 1))] : []),
  );
  const extensions = der(0xa3, sequence(sequence(subjectAltName, der(0x04, names))));
  return sequence(
    version3,
    serialNumber,
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKeyInfo,
    extensions,
  );
}

/** UTCTime, right for the years 1950 to 2049. */
function timeOf(at: Date): Buffer {
  const digits = at.toISOString().replace(/\D/g, "");
  return der(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
}

/** One value: tag, length, content. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const short = [tag, length];
  const long = [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(length < 0x80 ? short : long), content]);
}
