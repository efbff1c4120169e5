// The time a simulator believes in. Tests hand in their own clock to let tokens expire without waiting.

export interface SandboxClock {
  now(): Date;
}

export const systemSandboxClock: SandboxClock = { now: () => new Date() };

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
