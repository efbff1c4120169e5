// The clock that delivery goes by: the database's, run on by this machine's steady clock in between. A
// step of this machine's own wall clock means nothing to it.

import type { Clock } from "../core/clock.ts";

export interface DatabaseClock extends Clock {
  /** Asks the database; gives by how much its clock was ahead of what was expected, in milliseconds. */
  synchronise(): Promise<number>;
}

/** `readInstant` asks the database for its time. Until it was asked once, this machine's own time counts. */
export function createDatabaseClock(clock: Clock, readInstant: () => Promise<Date>): DatabaseClock {
  let known: { instantMs: number; atMs: number } | undefined;
  const nowMs = () =>
    known ? known.instantMs + clock.monotonicMs() - known.atMs : clock.now().getTime();
  return {
    now: () => new Date(nowMs()),
    monotonicMs: () => clock.monotonicMs(),
    sleep: (durationMs, signal) => clock.sleep(durationMs, signal),
    synchronise: async () => {
      const isFirst = known === undefined;
      const askedMs = clock.monotonicMs();
      const instantMs = (await readInstant()).getTime();
      // The database answered at some time between asking and hearing.
      const atMs = (askedMs + clock.monotonicMs()) / 2;
      const expectedMs = nowMs() - (clock.monotonicMs() - atMs);
      known = { instantMs, atMs };
      return isFirst ? 0 : instantMs - expectedMs;
    },
  };
}
