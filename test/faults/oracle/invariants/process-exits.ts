// I22: a process ends by our signal, in order with 0, or, while it starts, because the database is away
// and it says so. Nothing ends it from within.

import type { OracleFinding } from "../world.ts";

export interface ProcessExit {
  place: string;
  /** We sent it SIGKILL or SIGTERM, or it killed itself at a fail point. */
  byUs: boolean;
  code: number | null;
  signal: string | null;
  stderr: string;
}

export function judgeExits(exits: readonly ProcessExit[]): OracleFinding[] {
  return exits
    .filter((exit) => !isInOrder(exit))
    .map(({ place, code, signal, stderr }) => ({
      count: "wrong",
      invariant: "I22",
      of: place,
      detail: `ended with ${signal ?? code}: ${stderr.trim().slice(-500)}`,
    }));
}

function isInOrder({ byUs, code, signal, stderr }: ProcessExit): boolean {
  if (byUs) return signal === "SIGKILL" || code === 0;
  return code === 1 && /^DATABASE_UNAVAILABLE: /m.test(stderr);
}
