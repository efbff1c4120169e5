// The table of outcomes over every answer there can be: one class each, and no create lost sight of.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeOfAnswer } from "../../src/connector-kit/classify.ts";
import {
  type CallEffect,
  type CallOutcome,
  classify,
  codeOf,
  provesNoCreate,
} from "../../src/core/call-outcome.ts";
import { type ErrorCode, errorTable, IntegrationError } from "../../src/core/errors.ts";
import { outcomePolicies } from "../../src/core/outcome-policy.ts";
import { decide } from "../../src/engine/policy.ts";
import { holds } from "../support/generated.ts";

const effects: CallEffect[] = ["read", "update", "create"];
const effect = fc.constantFrom(...effects);
const codes = Object.keys(errorTable) as ErrorCode[];
const outcome: fc.Arbitrary<CallOutcome> = fc.oneof(
  fc.record({
    kind: fc.constant("answered" as const),
    status: fc.integer({ min: 100, max: 599 }),
    asksToWait: fc.boolean(),
  }),
  fc.constant({ kind: "unusable" as const }),
  fc.record({
    kind: fc.constant("unanswered" as const),
    reason: fc.constantFrom("network" as const, "timeout" as const, "cancelled" as const),
    sent: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("ours" as const), code: fc.constantFrom(...codes) }),
);

/** Statuses by which a server says that it did not do what it was asked. */
const isRefusal = (status: number) => status >= 400 && status < 500 && ![408, 425].includes(status);

describe("the end of a call", () => {
  it("has exactly one class, for every status and effect", () => {
    for (const each of effects) {
      for (let status = 100; status <= 599; status += 1) {
        const answered: CallOutcome = { kind: "answered", status };
        expect(Object.keys(outcomePolicies)).toContain(classify(each, answered));
        expect(classify(each, answered) === "ok").toBe(status >= 200 && status < 300);
      }
    }
  });

  it("is success only for an answer, and the same whenever it is asked", () => {
    holds(
      fc.property(effect, outcome, (each, end) => {
        const result = classify(each, end);
        expect(classify(each, structuredClone(end))).toBe(result);
        if (result === "ok") expect(end.kind).toBe("answered");
      }),
      500,
    );
  });

  it("of a create that may have been executed is uncertain, never one to be simply tried again", () => {
    holds(
      fc.property(outcome, (end) => {
        const mayHaveHappened =
          end.kind === "unusable" ||
          (end.kind === "unanswered" && end.sent) ||
          (end.kind === "answered" && !isRefusal(end.status));
        if (!mayHaveHappened) return;
        expect(["ok", "uncertain"]).toContain(classify("create", end));
      }),
      500,
    );
  });

  it("never lets an error pass for proof that nothing was made when it is none", () => {
    holds(
      fc.property(outcome, (end) => {
        const code = codeOf("create", end);
        if (code === null || end.kind === "ours") return;
        expect(provesNoCreate(code)).toBe(classify("create", end) !== "uncertain");
      }),
      500,
    );
  });

  it("is read from an answer with any headers without failing", () => {
    const headers = fc.record(
      { "retry-after": fc.string(), date: fc.string() },
      { requiredKeys: [] },
    );
    holds(
      fc.property(fc.integer({ min: 100, max: 599 }), headers, effect, (status, given, each) => {
        const code = codeOfAnswer({ status, headers: given }, each);
        expect(code === null || code in errorTable).toBe(true);
      }),
    );
  });
});

describe("what becomes of a run that failed", () => {
  const history = fc.record({
    attempts: fc.nat({ max: 40 }),
    sinceFirstAttemptMs: fc.nat({ max: 200_000_000 }),
  });
  const random = fc
    .double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    .map((draw) => ({ float: () => draw, bytes: (length: number) => new Uint8Array(length) }));

  it("is decided for every code and history, and waits never end with a person", () => {
    const askedMs = fc.option(fc.integer({ min: 1_000, max: 3_600_000 }), { nil: undefined });
    holds(
      fc.property(
        fc.constantFrom(...codes),
        history,
        askedMs,
        random,
        (code, past, asked, chance) => {
          const options = asked === undefined ? {} : { retryAfterMs: asked };
          const error = new IntegrationError(code, "It failed.", options);
          const decision = decide(error, past, chance);
          const waits = ["throttled", "unavailable", "auth"].includes(error.outcome);
          expect(waits && decision.kind === "dead-letter").toBe(false);
          if (decision.kind !== "wait") return;
          expect(decision.delayMs).toBeGreaterThanOrEqual(asked ?? 0);
          expect(Number.isSafeInteger(decision.delayMs)).toBe(true);
        },
      ),
      1_000,
    );
  });
});
