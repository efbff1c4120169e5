// How many things happened lately, without remembering each.

import type { Clock } from "../../core/clock.ts";

export interface Pace {
  count(): void;
  /** How many were counted in a window that is not longer ago than one window. */
  recent(): number;
}

export function createPace(clock: Clock, windowMs: number): Pace {
  let sinceMs = clock.monotonicMs();
  let current = 0;
  let former = 0;
  const turn = () => {
    const passedMs = clock.monotonicMs() - sinceMs;
    if (passedMs < windowMs) return;
    former = passedMs < 2 * windowMs ? current : 0;
    current = 0;
    sinceMs += passedMs;
  };
  return {
    count: () => {
      turn();
      current += 1;
    },
    recent: () => {
      turn();
      return Math.max(current, former);
    },
  };
}
