// The only place that reads the computer's clock. Everything else is handed a Clock, so that tests
// and simulations can drive time.

export interface Clock {
  /** The current instant. */
  now(): Date;
  /** Milliseconds of a clock that never jumps; only differences mean anything. */
  monotonicMs(): number;
  /** Resolves after `durationMs`, or at once when the signal aborts. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (durationMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, durationMs);
      signal?.addEventListener("abort", done, { once: true });
    }),
};

/** Resolves when everything that is ready in this turn of the event loop has had its turn. */
export function turnsEnd(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
