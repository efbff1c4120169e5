// When failed work is tried again: durable, exponential, with full jitter (reliability P7).

import type { Random } from "../core/ids.ts";

export const retrySchedule = {
  baseMs: 2_000,
  factor: 3,
  capMs: 2 * 3_600_000,
  maxAttempts: 12,
  horizonMs: 24 * 3_600_000,
} as const;

/** Delay before the next attempt, after `attempts` consumed ones (1 or more). */
export function retryDelayMs(attempts: number, random: Random): number {
  const ceiling = retrySchedule.baseMs * retrySchedule.factor ** (attempts - 1);
  return Math.max(250, Math.round(random.float() * Math.min(retrySchedule.capMs, ceiling)));
}

/** True when the work has used up its attempts or its time. */
export function isExhausted(attempts: number, sinceFirstAttemptMs: number): boolean {
  return attempts >= retrySchedule.maxAttempts || sinceFirstAttemptMs >= retrySchedule.horizonMs;
}
