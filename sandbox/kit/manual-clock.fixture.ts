// The clock of a simulator in the hand of a test.

import type { SandboxClock } from "./sandbox-clock.ts";

/** A clock that stands still until a test moves it. */
export function manualSandboxClock(start: Date): SandboxClock & { advance(ms: number): void } {
  let currentMs = start.getTime();
  return {
    now: () => new Date(currentMs),
    advance: (ms) => {
      currentMs += ms;
    },
  };
}
