import { describe, expect, it } from "vitest";
import { type ErrorCode, type ErrorOptions, IntegrationError } from "../core/errors.ts";
import type { Random } from "../core/ids.ts";
import { type AttemptHistory, decide } from "./policy.ts";

/** Draws the middle of every range. */
const middle: Random = { float: () => 0.5, bytes: (length) => new Uint8Array(length) };
const fresh: AttemptHistory = { attempts: 0, sinceFirstAttemptMs: 0 };
const hourMs = 3_600_000;

function decision(code: ErrorCode, options: ErrorOptions = {}, history = fresh) {
  return decide(new IntegrationError(code, "Something went wrong.", options), history, middle);
}

describe("what is done about an error", () => {
  it.each<[ErrorCode, object]>([
    ["NETWORK_UNREACHABLE", { kind: "wait", delayMs: 1_000, consumesAttempt: true }],
    ["SERVICE_UNAVAILABLE", { kind: "wait", delayMs: 1_000, consumesAttempt: true }],
    ["DATABASE_UNAVAILABLE", { kind: "wait", delayMs: 1_000, consumesAttempt: true }],
    ["LEASE_LOST", { kind: "wait", delayMs: 5_250, consumesAttempt: false }],
    ["OUTCOME_UNKNOWN", { kind: "wait", delayMs: 1_000, consumesAttempt: true }],
    ["RECORD_BUSY", { kind: "wait", delayMs: 1_000, consumesAttempt: true }],
    ["RATE_LIMITED", { kind: "wait", delayMs: 5_250, consumesAttempt: false }],
    ["CIRCUIT_OPEN", { kind: "wait", delayMs: 5_250, consumesAttempt: false }],
    ["WAITING_TO_SETTLE", { kind: "wait", delayMs: 5_250, consumesAttempt: false }],
    ["WAITING_FOR_RECORD", { kind: "wait", delayMs: 5_250, consumesAttempt: false }],
    ["CONNECTION_PAUSED", { kind: "wait", delayMs: 315_000, consumesAttempt: false }],
    ["FLOW_DISABLED", { kind: "wait", delayMs: 315_000, consumesAttempt: false }],
    ["CANCELLED", { kind: "wait", delayMs: 0, consumesAttempt: false }],
    ["NOT_AUTHENTICATED", { kind: "pause-connection", delayMs: 300_000 }],
    ["NOT_PERMITTED", { kind: "pause-connection", delayMs: 300_000 }],
    ["RECORD_NOT_FOUND", { kind: "wait", delayMs: 1_000, consumesAttempt: true }],
    ["MAPPING_FAILED", { kind: "dead-letter" }],
    ["TAX_UNMAPPED", { kind: "dead-letter" }],
    ["REFUSED_BY_SYSTEM", { kind: "dead-letter" }],
    ["DUPLICATE_FOUND", { kind: "dead-letter" }],
    ["DOCUMENT_LOCKED", { kind: "dead-letter" }],
    ["POISON", { kind: "dead-letter" }],
    ["CONFIGURATION_INVALID", { kind: "dead-letter" }],
    ["NOT_SUPPORTED", { kind: "dead-letter" }],
    ["UNEXPECTED", { kind: "dead-letter" }],
  ])("%s", (code, expected) => {
    expect(decision(code)).toEqual(expected);
  });

  it("waits as long as the other system asks, and a little longer so that not all come at once", () => {
    expect(decision("RATE_LIMITED", { retryAfterMs: 20_000 })).toEqual({
      kind: "wait",
      delayMs: 21_000,
      consumesAttempt: false,
    });
  });

  it("does not use up all attempts in seconds when asked to come back at once every time", () => {
    const tenth = { attempts: 9, sinceFirstAttemptMs: hourMs };
    const asked = decision("SERVICE_UNAVAILABLE", { retryAfterMs: 1_000 }, tenth);
    expect(asked).toEqual({ kind: "wait", delayMs: hourMs, consumesAttempt: true });
  });

  it("waits longer than planned when the other system, or settling, takes longer", () => {
    for (const code of ["SERVICE_UNAVAILABLE", "OUTCOME_UNKNOWN"] as const) {
      expect(decision(code, { retryAfterMs: 180_000 })).toMatchObject({ delayMs: 180_000 });
    }
  });

  it("looks a missing record up four times before a person has to", () => {
    const third = { attempts: 2, sinceFirstAttemptMs: 60_000 };
    const fourth = { attempts: 3, sinceFirstAttemptMs: 60_000 };
    expect(decision("RECORD_NOT_FOUND", {}, third)).toMatchObject({ kind: "wait" });
    expect(decision("RECORD_NOT_FOUND", {}, fourth)).toEqual({ kind: "dead-letter" });
  });

  it.each<[string, AttemptHistory]>([
    ["twelve attempts", { attempts: 11, sinceFirstAttemptMs: hourMs }],
    ["a day of trying", { attempts: 2, sinceFirstAttemptMs: 24 * hourMs }],
  ])("hands work over to a person after %s", (_, history) => {
    for (const code of ["SERVICE_UNAVAILABLE", "OUTCOME_UNKNOWN", "RECORD_BUSY"] as const) {
      expect(decision(code, {}, history)).toEqual({ kind: "dead-letter" });
    }
  });

  it("never gives up what only waits", () => {
    const worn = { attempts: 11, sinceFirstAttemptMs: 1_000 * hourMs };
    for (const code of ["RATE_LIMITED", "CONNECTION_PAUSED", "WAITING_TO_SETTLE"] as const) {
      expect(decision(code, {}, worn)).toMatchObject({ kind: "wait", consumesAttempt: false });
    }
  });
});
