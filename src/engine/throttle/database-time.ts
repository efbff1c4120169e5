// Where the database's clock stands on this process's own, to the accuracy of its fastest answer: an answer
// is only ever late, so of several the earliest tells best. Spacing calls of many processes needs that.

import type { Clock } from "../../core/clock.ts";

export interface DatabaseTime {
  /** The monotonic instant of an instant by the database, which says in an answer just come that it is `nowMs`. */
  monotonicOf(instantMs: number, nowMs: number): number;
}

/** Clocks drift: what was learned longer ago does not count. */
const rememberedMs = 60_000;
/** No answer comes so late: one of both clocks has jumped, as after a pause of the machine. */
const jumpMs = 2_000;

export function createDatabaseTime(clock: Clock): DatabaseTime {
  let sinceMs = clock.monotonicMs();
  let former = Number.POSITIVE_INFINITY;
  let current = Number.POSITIVE_INFINITY;
  return {
    monotonicOf(instantMs, nowMs) {
      const answeredMs = clock.monotonicMs();
      if (answeredMs - sinceMs > rememberedMs) {
        former = answeredMs - sinceMs > 2 * rememberedMs ? Number.POSITIVE_INFINITY : current;
        current = Number.POSITIVE_INFINITY;
        sinceMs = answeredMs;
      }
      const offsetMs = answeredMs - nowMs;
      if (offsetMs - Math.min(former, current) > jumpMs) former = current = offsetMs;
      current = Math.min(current, offsetMs);
      return instantMs + Math.min(former, current);
    },
  };
}
