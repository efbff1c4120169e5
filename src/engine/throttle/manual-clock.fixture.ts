// A clock on which waiting takes no time: a sleep moves it on.

import type { Clock } from "../../core/clock.ts";

export interface ManualClock extends Clock {
  readonly sleepsMs: number[];
  advance(ms: number): void;
}

export function createManualClock(): ManualClock {
  let nowMs = 0;
  const sleepsMs: number[] = [];
  return {
    sleepsMs,
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    sleep: async (durationMs) => {
      sleepsMs.push(durationMs);
      nowMs += durationMs;
    },
    advance: (ms) => {
      nowMs += ms;
    },
  };
}
