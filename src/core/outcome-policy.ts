// The one table of what Ledgerline does about each class of outcome, and the few codes that differ from
// their class. `engine/policy.ts` acts on it, the circuit breaker counts by it.

import { type ErrorCode, errorClasses, errorTable, type OutcomeClass } from "./errors.ts";

export interface OutcomePolicy {
  /** What it is, in the user's words. */
  meaning: string;
  /** What Ledgerline does, in the user's words. */
  reaction: string;
  /** What becomes of the run: tried again on the retry schedule, or after a wait that costs nothing, ... */
  next: "finish" | "retry" | "wait" | "pause-connection" | "hold" | "dead-letter";
  /** Whether it uses up one of the run's attempts. */
  consumesAttempt: boolean;
  /** Whether it counts as a failure of the other system. */
  countsForCircuit: boolean;
  /** What stands still meanwhile. */
  parks: "nothing" | "the run" | "the connection";
  /** How long to wait when nobody asked for a time; for `wait` and `pause-connection`. */
  waitMs: number;
  /** Attempts before it becomes a dead letter, where fewer than the schedule's; for `retry`. */
  attemptsMax?: number;
  /** The delay stops growing with this attempt; for `retry`. */
  growthMax?: number;
  /** Whether a create that ended like this may have been executed. */
  createMayHaveHappened: boolean;
}

const minuteMs = 60_000;

/** Of a run that failed: nothing is counted and nothing stands still unless a class says so. */
const quiet = {
  consumesAttempt: false,
  countsForCircuit: false,
  parks: "nothing",
  waitMs: 0,
  createMayHaveHappened: false,
} as const;

export const outcomePolicies = {
  ok: {
    ...quiet,
    meaning: "The call did what it should.",
    reaction: "The work goes on.",
    next: "finish",
    createMayHaveHappened: true,
  },
  transient: {
    ...quiet,
    meaning: "It failed in a way that may pass, and did nothing.",
    reaction: "The work is retried by itself, with growing pauses.",
    next: "retry",
    consumesAttempt: true,
    countsForCircuit: true,
    parks: "the run",
  },
  throttled: {
    ...quiet,
    meaning: "The other system asks to slow down, or our own limit is reached.",
    reaction: "All work of the connection waits as long as asked; no attempt is spent.",
    next: "wait",
    parks: "the connection",
    waitMs: 5_000,
  },
  unavailable: {
    ...quiet,
    meaning: "Ledgerline itself holds the work back, or cut it short before anything was sent.",
    reaction: "The work waits and goes on by itself; no attempt is spent.",
    next: "wait",
    parks: "the run",
    waitMs: 5_000,
  },
  auth: {
    ...quiet,
    meaning: "The credentials, or their rights, are refused.",
    reaction: "The connection is paused until it is connected again; its work waits.",
    next: "pause-connection",
    parks: "the connection",
    waitMs: 5 * minuteMs,
  },
  refused: {
    ...quiet,
    meaning: "It was understood and refused, by the other system or by our own checks.",
    reaction: "The work becomes a dead letter that a person corrects and replays.",
    next: "dead-letter",
  },
  uncertain: {
    ...quiet,
    meaning: "It was sent, and nobody knows whether it was done.",
    reaction: "The outcome is looked up before anything is sent again.",
    next: "retry",
    consumesAttempt: true,
    countsForCircuit: true,
    parks: "the run",
    createMayHaveHappened: true,
  },
  poison: {
    ...quiet,
    meaning: "The work breaks Ledgerline itself.",
    reaction: "The work becomes a dead letter and the error is written to the log.",
    next: "dead-letter",
    createMayHaveHappened: true,
  },
} as const satisfies Record<OutcomeClass, OutcomePolicy>;

const forPeople = { waitMs: 5 * minuteMs } as const;

/** Where a code differs from its class. */
export const policyExceptions: Partial<Record<ErrorCode, Partial<OutcomePolicy>>> = {
  RECORD_BUSY: {
    reaction: "The record is read again and the work decided anew.",
    countsForCircuit: false,
    growthMax: 3,
  },
  RECORD_NOT_FOUND: {
    reaction:
      "It is looked for four times, as it may only be late; then the work becomes a dead letter.",
    next: "retry",
    consumesAttempt: true,
    attemptsMax: 4,
    parks: "the run",
  },
  HELD_FOR_REVIEW: {
    reaction: "The run is held until a person approves what it would post.",
    next: "hold",
    parks: "the run",
  },
  DATABASE_UNAVAILABLE: { countsForCircuit: false },
  CONNECTION_PAUSED: forPeople,
  FLOW_DISABLED: forPeople,
  CANCELLED: { waitMs: 0 },
};

/** What is done about an error. */
export function policyOf(code: ErrorCode): OutcomePolicy {
  return { ...outcomePolicies[errorClasses[errorTable[code][0]]], ...policyExceptions[code] };
}
