// Keeps one connection within its limits: a token bucket for the rate, a bound on calls in flight, and a
// pause when the other system asks for one. Local to this process.

import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";

export interface ThrottleLimits {
  perSecond: number;
  burst: number;
  concurrency: number;
}

export interface Throttle {
  /** Waits for a place; throws RATE_LIMITED while the other system asked to wait. */
  admit(signal: AbortSignal): Promise<void>;
  release(): void;
  /** Nothing is sent for so long, as the other system asked. */
  pause(durationMs: number): void;
}

/** Waiting longer than this in memory would hold a worker; the work is parked instead. */
const longestWaitMs = 5_000;

export function createThrottle(limits: ThrottleLimits, clock: Clock): Throttle {
  let tokens = limits.burst;
  let filledAtMs = clock.monotonicMs();
  let pausedUntilMs = 0;
  let inFlight = 0;
  const waiting: (() => void)[] = [];

  const refill = () => {
    const nowMs = clock.monotonicMs();
    tokens = Math.min(limits.burst, tokens + ((nowMs - filledAtMs) / 1000) * limits.perSecond);
    filledAtMs = nowMs;
  };
  const refuseWhilePaused = () => {
    const leftMs = pausedUntilMs - clock.monotonicMs();
    if (leftMs <= 0) return;
    throw new IntegrationError("RATE_LIMITED", "The other system asked to slow down.", {
      retryAfterMs: Math.ceil(leftMs),
    });
  };
  const takePlace = async () => {
    if (inFlight >= limits.concurrency) await new Promise<void>((free) => waiting.push(free));
    else inFlight += 1;
  };
  const freePlace = () => {
    const next = waiting.shift();
    if (next) next();
    else inFlight -= 1;
  };

  return {
    async admit(signal) {
      refuseWhilePaused();
      await takePlace();
      try {
        refill();
        tokens -= 1;
        const waitMs = tokens >= 0 ? 0 : (-tokens / limits.perSecond) * 1000;
        if (waitMs > longestWaitMs) {
          tokens += 1;
          throw new IntegrationError(
            "RATE_LIMITED",
            "The connection's own rate limit is used up.",
            {
              retryAfterMs: Math.ceil(waitMs),
            },
          );
        }
        if (waitMs > 0) await clock.sleep(waitMs, signal);
        refuseWhilePaused();
      } catch (thrown) {
        freePlace();
        throw thrown;
      }
    },
    release: freePlace,
    pause(durationMs) {
      pausedUntilMs = Math.max(pausedUntilMs, clock.monotonicMs() + durationMs);
    },
  };
}
