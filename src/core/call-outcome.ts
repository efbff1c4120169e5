// The one table of what the end of a call means: `classify(effect, outcome)` gives one of eight classes.
// Pure. Written out for people in docs/reference/outcomes.md; what the engine does about each class is in
// outcome-policy.ts.

import { type ErrorCode, errorClasses, errorTable, type OutcomeClass } from "./errors.ts";
import { outcomePolicies } from "./outcome-policy.ts";

/** What a call does to the other system; decides what an answer that never came means. */
export type CallEffect = "read" | "create" | "update";

/** How a call, or the work that wanted to make it, ended. */
export type CallOutcome =
  /** An answer; `asksToWait` when it carries a readable Retry-After. */
  | { kind: "answered"; status: number; asksToWait?: boolean }
  /** A 2xx that is no use: broken off, too large, not JSON, or not about what was sent. */
  | { kind: "unusable" }
  /** No answer. `sent` once the request was handed to a connected socket. */
  | { kind: "unanswered"; reason: "network" | "timeout" | "cancelled"; sent: boolean }
  /** Ledgerline itself ended the work before, between or after calls. */
  | { kind: "ours"; code: ErrorCode };

type Codes = Readonly<Record<CallEffect, ErrorCode | null>>;

const alike = <Code extends ErrorCode | null>(code: Code) => ({
  read: code,
  update: code,
  create: code,
});

/**
 * Every way a call ends, and the error code this is; null for success. A create of which nobody knows whether
 * it was executed is always OUTCOME_UNKNOWN: a page that follows a form is a redirect, and an error 500 may
 * come after the commit. An update says all that is to be, so making it again does no harm.
 */
export const outcomeTable = {
  "2xx": alike(null),
  "2xx that cannot be used": {
    read: "UNREADABLE_ANSWER",
    update: "OUTCOME_UNKNOWN",
    create: "OUTCOME_UNKNOWN",
  },
  "1xx, 3xx": {
    read: "REFUSED_BY_SYSTEM",
    update: "REFUSED_BY_SYSTEM",
    create: "OUTCOME_UNKNOWN",
  },
  "401 unauthorized": alike("NOT_AUTHENTICATED"),
  "403 forbidden": alike("NOT_PERMITTED"),
  "404, 410": alike("RECORD_NOT_FOUND"),
  "409, 412": alike("RECORD_BUSY"),
  "429 too many requests": alike("RATE_LIMITED"),
  "other 4xx": alike("REFUSED_BY_SYSTEM"),
  "503 with Retry-After": {
    read: "RATE_LIMITED",
    update: "RATE_LIMITED",
    create: "OUTCOME_UNKNOWN",
  },
  "408, 425, other 5xx": {
    read: "SERVICE_UNAVAILABLE",
    update: "SERVICE_UNAVAILABLE",
    create: "OUTCOME_UNKNOWN",
  },
  "no connection, nothing was sent": alike("NETWORK_UNREACHABLE"),
  "time over, nothing was sent": alike("NETWORK_UNREACHABLE"),
  "cancelled, nothing was sent": alike("CANCELLED"),
  "connection lost after sending": {
    read: "NETWORK_UNREACHABLE",
    update: "OUTCOME_UNKNOWN",
    create: "OUTCOME_UNKNOWN",
  },
  "time over after sending": {
    read: "NETWORK_UNREACHABLE",
    update: "OUTCOME_UNKNOWN",
    create: "OUTCOME_UNKNOWN",
  },
  "cancelled after sending": {
    read: "CANCELLED",
    update: "OUTCOME_UNKNOWN",
    create: "OUTCOME_UNKNOWN",
  },
} as const satisfies Record<string, Codes>;

type Row = keyof typeof outcomeTable;

const rowByStatus: Readonly<Record<number, Row>> = {
  401: "401 unauthorized",
  403: "403 forbidden",
  404: "404, 410",
  408: "408, 425, other 5xx",
  409: "409, 412",
  410: "404, 410",
  412: "409, 412",
  425: "408, 425, other 5xx",
  429: "429 too many requests",
};

function rowOfStatus(status: number, asksToWait: boolean): Row {
  const known = rowByStatus[status];
  if (known) return known;
  if (status >= 200 && status < 300) return "2xx";
  if (status < 400) return "1xx, 3xx";
  if (status < 500) return "other 4xx";
  return status === 503 && asksToWait ? "503 with Retry-After" : "408, 425, other 5xx";
}

const silences = {
  network: ["no connection, nothing was sent", "connection lost after sending"],
  timeout: ["time over, nothing was sent", "time over after sending"],
  cancelled: ["cancelled, nothing was sent", "cancelled after sending"],
} as const satisfies Record<string, readonly [unsent: Row, sent: Row]>;

/** How a call ended without an answer that can be used. */
export type CallFailure = Exclude<CallOutcome, { kind: "answered" }>;

/** The error code of how a call ended; null for success. */
export function codeOf(effect: CallEffect, outcome: CallFailure): ErrorCode;
export function codeOf(effect: CallEffect, outcome: CallOutcome): ErrorCode | null;
export function codeOf(effect: CallEffect, outcome: CallOutcome): ErrorCode | null {
  switch (outcome.kind) {
    case "answered":
      return outcomeTable[rowOfStatus(outcome.status, outcome.asksToWait === true)][effect];
    case "unusable":
      return outcomeTable["2xx that cannot be used"][effect];
    case "unanswered":
      return outcomeTable[silences[outcome.reason][outcome.sent ? 1 : 0]][effect];
    case "ours":
      return outcome.code;
  }
}

export function classOf(code: ErrorCode | null): OutcomeClass {
  return code === null ? "ok" : errorClasses[errorTable[code][0]];
}

/** The class of how a call, or the work that wanted to make it, ended. */
export function classify(effect: CallEffect, outcome: CallOutcome): OutcomeClass {
  return classOf(codeOf(effect, outcome));
}

/** Codes that speak of a create itself. All others, such as that of an answer nobody can read, may come after it. */
const verdictsOnCreates: ReadonlySet<ErrorCode | null> = new Set(
  Object.values(outcomeTable).map((codes) => codes.create),
);

/** True when an error that ended a create that was sent proves that it was not executed. */
export function provesNoCreate(code: ErrorCode): boolean {
  const outcome = classify("create", { kind: "ours", code });
  const isVerdict = verdictsOnCreates.has(code) || outcome === "unavailable";
  return isVerdict && !outcomePolicies[outcome].createMayHaveHappened;
}
