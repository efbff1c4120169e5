// Encrypts one value with AES-256-GCM, bound to the place where it is stored. Knows no database.

import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { IntegrationError } from "../core/errors.ts";
import type { Random } from "../core/ids.ts";

/** Where a secret is stored. A ciphertext moved to another place cannot be decrypted. */
export interface SecretPlace {
  /** Null for a secret of the installation itself. */
  connectionId: string | null;
  name: string;
  rowId: string;
}

export interface SealedValue {
  /** First 8 hex digits of the SHA-256 of the key. */
  keyId: string;
  nonce: Buffer;
  ciphertext: Buffer;
  tag: Buffer;
}

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
/** Without this, Node also accepts a tag of 4 bytes, which can be guessed. */
const tagOptions = { authTagLength: 16 };

/** Names a key without telling anything about it. */
export function keyIdOf(key: Uint8Array): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 8);
}

/** Data that is authenticated but not stored: it must be the same when decrypting. */
function boundTo({ connectionId, name, rowId }: SecretPlace, keyId: string): Buffer {
  return Buffer.from(`v1|${connectionId ?? "-"}|${name}|${rowId}|${keyId}`, "utf8");
}

export function seal(
  value: string,
  place: SecretPlace,
  { key, random }: { key: Uint8Array; random: Random },
): SealedValue {
  const keyId = keyIdOf(key);
  const nonce = Buffer.from(random.bytes(nonceBytes));
  const cipher = createCipheriv(algorithm, key, nonce, tagOptions).setAAD(boundTo(place, keyId));
  const ciphertext = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
  return { keyId, nonce, ciphertext, tag: cipher.getAuthTag() };
}

function unreadable(name: string, why: string, cause?: unknown): IntegrationError {
  return new IntegrationError("SECRET_UNREADABLE", `The secret "${name}" ${why}.`, { cause });
}

/** Throws SECRET_UNREADABLE when the key is another one, or anything stored was changed or moved. */
export function unseal(sealed: SealedValue, place: SecretPlace, key: Uint8Array): string {
  const keyId = keyIdOf(key);
  if (sealed.keyId !== keyId) {
    throw unreadable(
      place.name,
      `was encrypted with the key ${sealed.keyId}, but the present key is ${keyId}`,
    );
  }
  try {
    const decipher = createDecipheriv(algorithm, key, sealed.nonce, tagOptions)
      .setAAD(boundTo(place, keyId))
      .setAuthTag(sealed.tag);
    const value = Buffer.concat([decipher.update(sealed.ciphertext), decipher.final()]);
    return value.toString("utf8");
  } catch (cause) {
    throw unreadable(place.name, "was changed outside Ledgerline or is damaged", cause);
  }
}
