// Calls per minute, counted in fixed windows by the simulator's clock. The real limits are not published.
import type { SandboxClock } from "../kit/sandbox-clock.ts";

export interface RateVerdict {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Whole seconds until the window ends, at least 1. */
  resetSeconds: number;
}

const windowMs = 60_000;

export class RateLimit {
  readonly #clock: SandboxClock;
  #windowStartMs = 0;
  #used = 0;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  take(limit: number): RateVerdict {
    const nowMs = this.#clock.now().getTime();
    if (nowMs - this.#windowStartMs >= windowMs) {
      this.#windowStartMs = nowMs;
      this.#used = 0;
    }
    const allowed = this.#used < limit;
    if (allowed) this.#used += 1;
    const resetSeconds = Math.max(1, Math.ceil((this.#windowStartMs + windowMs - nowMs) / 1000));
    return { allowed, limit, remaining: Math.max(0, limit - this.#used), resetSeconds };
  }
}
