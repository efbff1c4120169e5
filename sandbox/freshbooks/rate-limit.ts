// Calls per minute or second, counted in fixed windows by the simulator's clock. The real limits are not published.
import type { SandboxClock } from "../kit/sandbox-clock.ts";

export interface RateVerdict {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Whole seconds until the window ends, at least 1. */
  resetSeconds: number;
}

export class RateLimit {
  readonly #clock: SandboxClock;
  readonly #windowMs: number;
  #windowStartMs = 0;
  #used = 0;

  constructor(clock: SandboxClock, windowMs: number) {
    this.#clock = clock;
    this.#windowMs = windowMs;
  }

  take(limit: number): RateVerdict {
    const nowMs = this.#clock.now().getTime();
    if (nowMs - this.#windowStartMs >= this.#windowMs) {
      this.#windowStartMs = nowMs;
      this.#used = 0;
    }
    const allowed = this.#used < limit;
    if (allowed) this.#used += 1;
    const leftMs = this.#windowStartMs + this.#windowMs - nowMs;
    const resetSeconds = Math.max(1, Math.ceil(leftMs / 1000));
    return { allowed, limit, remaining: Math.max(0, limit - this.#used), resetSeconds };
  }
}
