// What the engine does about an error: one policy per disposition (style.md section 3.8).

import type { IntegrationError } from "../core/errors.ts";
import type { Random } from "../core/ids.ts";
import { isExhausted, retryDelayMs } from "./retry-schedule.ts";

export type Decision =
  /** Tried again by itself after a delay. */
  | { kind: "wait"; delayMs: number; consumesAttempt: boolean }
  /** Put before a person. */
  | { kind: "dead-letter" }
  /** The connection is paused; the work waits for it. */
  | { kind: "pause-connection"; delayMs: number };

export interface AttemptHistory {
  /** Attempts consumed before this one. */
  attempts: number;
  /** Time spent trying; waiting for a person or a limit begins it anew. */
  sinceFirstAttemptMs: number;
}

const recheckPausedMs = 300_000;
const shortWaitMs = 5_000;
/** A missing record is often only late; after so many attempts a person looks. */
const attemptsForMissingRecord = 4;

export function decide(error: IntegrationError, history: AttemptHistory, random: Random): Decision {
  const attempts = history.attempts + 1;
  const retry = (delayMs: number): Decision =>
    isExhausted(attempts, history.sinceFirstAttemptMs)
      ? { kind: "dead-letter" }
      : { kind: "wait", delayMs, consumesAttempt: true };
  // A short time asked for must not use up all attempts within a short outage.
  const retryNoEarlier = () =>
    retry(Math.max(error.retryAfterMs ?? 0, retryDelayMs(attempts, random)));
  switch (error.disposition) {
    case "retry":
      return retryNoEarlier();
    case "verify":
      return retryNoEarlier();
    case "reread":
      return retry(retryDelayMs(Math.min(attempts, 3), random));
    case "wait":
      return {
        kind: "wait",
        delayMs: withJitter(error.retryAfterMs ?? waitOf(error), random),
        consumesAttempt: false,
      };
    case "reconnect":
      return { kind: "pause-connection", delayMs: recheckPausedMs };
    case "review":
      return error.errorClass === "MissingReferenceError" && attempts < attemptsForMissingRecord
        ? retry(retryDelayMs(attempts, random))
        : { kind: "dead-letter" };
    case "stop":
      return error.code === "CANCELLED"
        ? { kind: "wait", delayMs: 0, consumesAttempt: false }
        : { kind: "dead-letter" };
    default:
      return { kind: "dead-letter" };
  }
}

function waitOf(error: IntegrationError): number {
  return error.code === "CONNECTION_PAUSED" || error.code === "FLOW_DISABLED"
    ? recheckPausedMs
    : shortWaitMs;
}

/** Work that waited for the same thing does not come back in one burst. */
function withJitter(delayMs: number, random: Random): number {
  return Math.round(delayMs * (1 + random.float() * 0.1));
}
