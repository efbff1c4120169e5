// Counts the calls of one circuit in memory until they are reported: each success in the database would
// cost more than the calls themselves.

import type { CallReport } from "./circuit-state.ts";
import { circuitRules } from "./circuit-state.ts";

export interface CallTally {
  add(isOk: boolean, nowMs: number): void;
  /** What was counted in the last minute; counting begins anew. Null when there was nothing. */
  take(nowMs: number): CallReport | null;
}

/** Instants are of a clock that never jumps. */
export function createCallTally(): CallTally {
  let slices: { startMs: number; ok: number; failed: number }[] = [];
  let failuresAtEnd = 0;
  const { sliceMs, windowMs } = circuitRules;
  return {
    add(isOk, nowMs) {
      const startMs = Math.floor(nowMs / sliceMs) * sliceMs;
      let slice = slices.at(-1);
      if (slice?.startMs !== startMs) {
        slice = { startMs, ok: 0, failed: 0 };
        slices.push(slice);
        if (slices.length > windowMs / sliceMs) slices.shift();
      }
      if (isOk) slice.ok += 1;
      else slice.failed += 1;
      failuresAtEnd = isOk ? 0 : failuresAtEnd + 1;
    },
    take(nowMs) {
      const recent = slices.filter(({ startMs }) => nowMs - startMs < windowMs);
      const report = {
        slices: recent.map(({ startMs, ok, failed }) => ({ ageMs: nowMs - startMs, ok, failed })),
        failuresAtEnd,
      };
      slices = [];
      failuresAtEnd = 0;
      return recent.length === 0 ? null : report;
    },
  };
}
