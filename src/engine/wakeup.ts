// Lets a loop sleep until something happens. A call that comes while the loop is awake is not lost.

import type { Clock } from "../core/clock.ts";

export interface Wakeup {
  wake(): void;
  /** Resolves after `durationMs`, on `wake`, or when the signal aborts; at once if woken since the last sleep. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
}

/** A reason of its own spares the runtime from making an error, with its stack, for every call. */
const woken = Symbol("woken");

export function createWakeup(clock: Clock): Wakeup {
  let isCalled = false;
  let sleeping: AbortController | undefined;
  return {
    wake: () => {
      isCalled = true;
      sleeping?.abort(woken);
    },
    sleep: async (durationMs, signal) => {
      if (!isCalled && !signal.aborted) {
        sleeping = new AbortController();
        await clock.sleep(durationMs, AbortSignal.any([sleeping.signal, signal]));
        sleeping = undefined;
      }
      isCalled = false;
    },
  };
}
