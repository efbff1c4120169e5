// The only source of randomness and of new ids.

import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";
import type { Clock } from "./clock.ts";

export interface Random {
  /** A number from 0 (inclusive) to 1 (exclusive). */
  float(): number;
  /** Unpredictable bytes (in production; a seeded stream in simulations). */
  bytes(length: number): Uint8Array;
}

export const systemRandom: Random = {
  float: () => {
    const [word = 0] = randomFillSync(new Uint32Array(1));
    return word / 2 ** 32;
  },
  bytes: (length) => randomFillSync(new Uint8Array(length)),
};

export interface IdSource {
  clock: Clock;
  random: Random;
}

/** A UUID version 7: sortable by the time of its making. */
export function newId({ clock, random }: IdSource): string {
  return v7({ msecs: clock.now().getTime(), rng: () => random.bytes(16) });
}
