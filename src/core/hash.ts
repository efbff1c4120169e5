// Hashes of content, for change detection and fingerprints. Not for secrets.

import { createHash } from "node:crypto";
import { canonicalJson } from "./json.ts";

/** SHA-256 (hex) of a value's canonical JSON: equal content, equal hash. */
export function contentHash(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
