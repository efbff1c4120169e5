// Our reference K: what every created record carries, so that it can be looked up (DESIGN.md section 6.3).

import { createHmac, type KeyObject } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 12;

/** What an effect is, never what it contains: an edited order keeps its reference. */
export interface ReferenceParts {
  sourceConnectionId: string;
  entity: string;
  id: string;
  purpose: string;
  targetConnectionId: string;
}

function base32(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes.subarray(0, 8)) bits = (bits << 8n) | BigInt(byte);
  let text = "";
  for (let index = 0; index < length; index += 1) {
    text = (alphabet[Number(bits & 31n)] ?? "0") + text;
    bits >>= 5n;
  }
  return text;
}

/** `LL-` and 12 characters. The fixed length keeps one reference from being the start of another. */
export function referenceOf(referenceKey: KeyObject, parts: ReferenceParts): string {
  const identity = [
    parts.sourceConnectionId,
    parts.entity,
    parts.id,
    parts.purpose,
    parts.targetConnectionId,
  ];
  const digest = createHmac("sha256", referenceKey).update(JSON.stringify(identity)).digest();
  return `LL-${base32(digest)}`;
}
