// What a record said when we wrote it, as one fingerprint per part: enough to tell later that somebody
// changed it, and which part, without keeping a copy.

import type { Entity } from "../connector-kit/entity.ts";
import { contentHash } from "../core/hash.ts";

export type Fingerprints = Readonly<Record<string, string>>;

/** 64 bits tell a changed part from an unchanged one. */
const fingerprintLength = 16;

/** Fingerprints of a record by part; null when its connector does not say what its parts are. */
export function fingerprintsOf(entity: Entity, wire: unknown): Fingerprints | null {
  const parts = entity.contentOf?.(wire);
  if (!parts) return null;
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      contentHash(part).slice(0, fingerprintLength),
    ]),
  );
}

/** Names of the parts that differ; parts that only one side knows do not count. */
export function changedParts(before: Fingerprints, now: Fingerprints): string[] {
  return Object.keys(before).filter((name) => name in now && before[name] !== now[name]);
}
