// Chance of a simulated world: each part draws from a stream of its own, and all streams follow from one
// seed, so that a part that draws more often changes nothing elsewhere.

import { createHash } from "node:crypto";
import { seededRandom } from "../../../sandbox/kit/seeded-random.ts";
import type { Random } from "../../../src/core/ids.ts";

export interface Chance {
  float(): number;
  /** A whole number from 0 to one less than `maxExclusive`. */
  int(maxExclusive: number): number;
  happens(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** A seed of its own for a part of what has this seed. */
export function seedOf(seed: number, ...parts: readonly (string | number)[]): number {
  return createHash("sha256")
    .update([seed, ...parts].join("/"))
    .digest()
    .readUInt32BE();
}

export function chanceOf(seed: number, ...parts: readonly (string | number)[]): Chance {
  const random = seededRandom(seedOf(seed, ...parts));
  return { ...random, happens: (probability) => probability > 0 && random.float() < probability };
}

/** The chance of a simulated process. */
export function randomOf({ float, int }: Chance): Random {
  return {
    float,
    bytes: (length) => Uint8Array.from({ length }, () => int(256)),
  };
}
