// The meaning of every way a call can end, worked out by hand from the delivery protocol: a create is
// "uncertain" unless it certainly was, or certainly was not, executed.

import { describe, expect, it } from "vitest";
import {
  type CallEffect,
  type CallOutcome,
  classify,
  outcomeTable,
  provesNoCreate,
} from "./call-outcome.ts";
import { type ErrorCode, errorClasses, errorTable, type OutcomeClass } from "./errors.ts";
import { outcomePolicies, policyExceptions, policyOf } from "./outcome-policy.ts";

const answered = (status: number, asksToWait = false): CallOutcome => ({
  kind: "answered",
  status,
  asksToWait,
});
const unsent = (reason: "network" | "timeout" | "cancelled"): CallOutcome => ({
  kind: "unanswered",
  reason,
  sent: false,
});
const sent = (reason: "network" | "timeout" | "cancelled"): CallOutcome => ({
  ...unsent(reason),
  kind: "unanswered",
  reason,
  sent: true,
});
const ours = (code: ErrorCode): CallOutcome => ({ kind: "ours", code });

type Row = [
  what: string,
  outcome: CallOutcome,
  read: OutcomeClass,
  update: OutcomeClass,
  create: OutcomeClass,
];

const alike = (what: string, outcome: CallOutcome, all: OutcomeClass): Row => [
  what,
  outcome,
  all,
  all,
  all,
];

const rows: Row[] = [
  alike("200", answered(200), "ok"),
  alike("201", answered(201), "ok"),
  alike("204", answered(204), "ok"),
  ["200, not JSON", { kind: "unusable" }, "transient", "uncertain", "uncertain"],
  ["101", answered(101), "refused", "refused", "uncertain"],
  ["301", answered(301), "refused", "refused", "uncertain"],
  ["302 to a sign-in page", answered(302), "refused", "refused", "uncertain"],
  ["307 to another host", answered(307), "refused", "refused", "uncertain"],
  alike("400", answered(400), "refused"),
  alike("401", answered(401), "auth"),
  alike("402", answered(402), "refused"),
  alike("403", answered(403), "auth"),
  alike("404", answered(404), "refused"),
  alike("405", answered(405), "refused"),
  ["408", answered(408), "transient", "transient", "uncertain"],
  alike("409", answered(409), "transient"),
  alike("410", answered(410), "refused"),
  alike("412", answered(412), "transient"),
  alike("413", answered(413), "refused"),
  alike("422", answered(422), "refused"),
  ["425", answered(425), "transient", "transient", "uncertain"],
  alike("429", answered(429), "throttled"),
  alike("429 with Retry-After", answered(429, true), "throttled"),
  alike("451", answered(451), "refused"),
  ["500", answered(500), "transient", "transient", "uncertain"],
  ["501", answered(501), "transient", "transient", "uncertain"],
  ["502", answered(502), "transient", "transient", "uncertain"],
  ["502 with Retry-After", answered(502, true), "transient", "transient", "uncertain"],
  ["503", answered(503), "transient", "transient", "uncertain"],
  ["503 with Retry-After", answered(503, true), "throttled", "throttled", "uncertain"],
  ["504", answered(504), "transient", "transient", "uncertain"],
  ["599", answered(599), "transient", "transient", "uncertain"],
  alike("no address, no TLS, connection refused", unsent("network"), "transient"),
  alike("time over while connecting", unsent("timeout"), "transient"),
  alike("cancelled before it was sent", unsent("cancelled"), "unavailable"),
  ["connection reset", sent("network"), "transient", "uncertain", "uncertain"],
  ["no answer in time", sent("timeout"), "transient", "uncertain", "uncertain"],
  ["cancelled while it ran", sent("cancelled"), "unavailable", "uncertain", "uncertain"],
  alike("claim lost", ours("LEASE_LOST"), "unavailable"),
  alike("circuit open", ours("CIRCUIT_OPEN"), "unavailable"),
  alike("connection paused", ours("CONNECTION_PAUSED"), "unavailable"),
  alike("flow disabled", ours("FLOW_DISABLED"), "unavailable"),
  alike("still to settle", ours("WAITING_TO_SETTLE"), "unavailable"),
  alike("our own limit used up", ours("RATE_LIMITED"), "throttled"),
  alike("database away", ours("DATABASE_UNAVAILABLE"), "transient"),
  alike("mapping failed", ours("MAPPING_FAILED"), "refused"),
  alike("several records fit", ours("DUPLICATE_FOUND"), "refused"),
  alike("worker died three times", ours("POISON"), "poison"),
  alike("fault of ours", ours("UNEXPECTED"), "poison"),
];

const cases = rows.flatMap(([what, outcome, read, update, create]) => [
  { what, outcome, effect: "read" as CallEffect, expected: read },
  { what, outcome, effect: "update" as CallEffect, expected: update },
  { what, outcome, effect: "create" as CallEffect, expected: create },
]);

describe("what the end of a call means", () => {
  it.each(cases)("$what, to a $effect: $expected", ({ outcome, effect, expected }) => {
    expect(classify(effect, outcome)).toBe(expected);
  });

  it("has a case for every row of the table and for every class", () => {
    expect(Object.keys(outcomeTable)).toHaveLength(17);
    expect(new Set(cases.map(({ expected }) => expected))).toEqual(
      new Set(Object.keys(outcomePolicies)),
    );
  });
});

describe("an error that ends a create which was sent", () => {
  it("proves that nothing was made only when it speaks of that create", () => {
    const proofs = Object.keys(errorTable).filter((code) => provesNoCreate(code as ErrorCode));
    expect(new Set(proofs)).toEqual(
      new Set([
        "REFUSED_BY_SYSTEM",
        "RATE_LIMITED",
        "NOT_AUTHENTICATED",
        "NOT_PERMITTED",
        "RECORD_NOT_FOUND",
        "RECORD_BUSY",
        "NETWORK_UNREACHABLE",
        // Ledgerline held it back before it was sent.
        "CANCELLED",
        "LEASE_LOST",
        "CIRCUIT_OPEN",
        "CONNECTION_PAUSED",
        "FLOW_DISABLED",
        "WAITING_TO_SETTLE",
        "WAITING_FOR_RECORD",
      ]),
    );
  });
});

describe("what is done about a class", () => {
  it("uses up attempts only where it is transient or uncertain", () => {
    const consuming = Object.entries(outcomePolicies).filter(([, each]) => each.consumesAttempt);
    expect(consuming.map(([name]) => name)).toEqual(["transient", "uncertain"]);
  });

  it("differs for a few codes, in what the exceptions say and nothing else", () => {
    for (const code of Object.keys(errorTable) as ErrorCode[]) {
      const usual = outcomePolicies[errorClasses[errorTable[code][0]]];
      expect(policyOf(code)).toEqual({ ...usual, ...policyExceptions[code] });
    }
    expect(policyOf("RECORD_BUSY")).toMatchObject({ next: "retry", countsForCircuit: false });
  });

  it("counts against the other system what it did not answer, and nothing of our own", () => {
    const counting = (Object.keys(errorTable) as ErrorCode[]).filter(
      (code) => policyOf(code).countsForCircuit,
    );
    expect(new Set(counting)).toEqual(
      new Set([
        "NETWORK_UNREACHABLE",
        "SERVICE_UNAVAILABLE",
        "UNREADABLE_ANSWER",
        "OUTCOME_UNKNOWN",
      ]),
    );
  });
});
