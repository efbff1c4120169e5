// P1: what was answered with 2xx is in the database, whatever happened since.

import type { OracleFinding } from "../world.ts";

export function judgeAcknowledged(
  acknowledged: readonly string[],
  stored: ReadonlySet<string>,
): OracleFinding[] {
  return acknowledged
    .filter((key) => !stored.has(key))
    .map((key) => ({
      count: "lostAcknowledged",
      invariant: "I8",
      of: key,
      detail: "was accepted, and its event is not in the database",
    }));
}
