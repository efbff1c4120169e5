// What becomes of a run that failed: the table of core/outcome-policy.ts, applied to its history.

import type { IntegrationError } from "../core/errors.ts";
import type { Random } from "../core/ids.ts";
import { type OutcomePolicy, policyOf } from "../core/outcome-policy.ts";
import { isExhausted, retryDelayMs } from "./retry-schedule.ts";

export type Decision =
  /** Tried again by itself after a delay. */
  | { kind: "wait"; delayMs: number; consumesAttempt: boolean }
  /** Put before a person. */
  | { kind: "dead-letter" }
  /** Put before a person to be approved; nothing is wrong with it. */
  | { kind: "hold" }
  /** The connection is paused; the work waits for it. */
  | { kind: "pause-connection"; delayMs: number };

export interface AttemptHistory {
  /** Attempts consumed before this one. */
  attempts: number;
  /** Time spent trying; waiting for a person or a limit begins it anew. */
  sinceFirstAttemptMs: number;
}

export function decide(error: IntegrationError, history: AttemptHistory, random: Random): Decision {
  const policy = policyOf(error.code);
  const askedMs = error.retryAfterMs;
  switch (policy.next) {
    case "retry": {
      const delayMs = nextDelayMs(policy, history, random);
      // A short time asked for must not use up all attempts within a short outage.
      return delayMs === null
        ? { kind: "dead-letter" }
        : { kind: "wait", delayMs: Math.max(askedMs ?? 0, delayMs), consumesAttempt: true };
    }
    case "wait":
      return {
        kind: "wait",
        delayMs: withJitter(askedMs ?? policy.waitMs, random),
        consumesAttempt: false,
      };
    case "pause-connection":
      return { kind: "pause-connection", delayMs: policy.waitMs };
    case "hold":
      return { kind: "hold" };
    default:
      return { kind: "dead-letter" };
  }
}

/** Delay before the next attempt; null when there is none left. */
function nextDelayMs(
  { attemptsMax = Infinity, growthMax = Infinity }: OutcomePolicy,
  history: AttemptHistory,
  random: Random,
): number | null {
  const attempts = history.attempts + 1;
  const isOver = attempts >= attemptsMax || isExhausted(attempts, history.sinceFirstAttemptMs);
  return isOver ? null : retryDelayMs(Math.min(attempts, growthMax), random);
}

/** Work that waited for the same thing does not come back in one burst. */
function withJitter(delayMs: number, random: Random): number {
  return Math.round(delayMs * (1 + random.float() * 0.1));
}
