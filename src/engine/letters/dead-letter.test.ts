import { describe, expect, it } from "vitest";
import { systemClock } from "../../core/clock.ts";
import { type ErrorCode, type ErrorOptions, IntegrationError } from "../../core/errors.ts";
import { systemRandom } from "../../core/ids.ts";
import type { JsonObject } from "../../core/json.ts";
import type { ClaimedRun, FinishedAttempt, StepTrace } from "../run.ts";
import { deadLetterOf } from "./dead-letter.ts";

const ids = { clock: systemClock, random: systemRandom };
const order = { id: "1042", number: "1042", status: "placed" };

function step(path: string, title: string, status: StepTrace["status"]): StepTrace {
  const [kind = ""] = title.split(" ");
  const detail: JsonObject = kind === "read" ? { value: order } : {};
  const startedAt = new Date("2026-11-20T10:00:00Z");
  return { path, kind, title, status, startedAt, durationMs: 1, detail, error: null };
}

function attemptOf(changes: Partial<FinishedAttempt> = {}): FinishedAttempt {
  const run = { id: "run-1", flowId: "order-to-invoice", payload: null, event: { data: {} } };
  return {
    run: run as unknown as ClaimedRun,
    result: { kind: "done", outcome: "applied", reason: null },
    steps: [step("steps[0]", "read order", "done"), step("steps[1]", "write invoice", "failed")],
    links: [],
    effects: [],
    emitted: [],
    record: null,
    failedExchanges: [],
    failedConnectionId: null,
    ...changes,
  };
}

function letterOf(
  { code, message, ...options }: { code: ErrorCode; message: string } & ErrorOptions,
  changes: Partial<FinishedAttempt> = {},
) {
  return deadLetterOf(attemptOf(changes), new IntegrationError(code, message, options), ids);
}

describe("the fingerprint of a dead letter", () => {
  const fingerprint = (code: ErrorCode, message: string) => letterOf({ code, message }).fingerprint;

  it.each<[string, ErrorCode, string, string]>([
    [
      "figures",
      "TOTALS_DO_NOT_RECONCILE",
      "The figures of order 1042 do not add up: total is 101.00, should be 100.00.",
      "The figures of order 77 do not add up: total is -9.5, should be 1,020.00.",
    ],
    [
      "references",
      "DUPLICATE_FOUND",
      "2 invoice records carry the reference LL-7Q2MZK4R9XW3: 4, 5.",
      "2 invoice records carry the reference LL-00ABCDEFGH1Z: 77, 78.",
    ],
    ["names in quotes", "TAX_UNMAPPED", 'No tax for "Luxury".', 'No tax for "Food".'],
  ])("is the same for one cause in which only %s differ", (_, code, one, other) => {
    expect(fingerprint(code, one)).toBe(fingerprint(code, other));
  });

  it("differs between causes, codes, steps and flows", () => {
    const error = { code: "REFUSED_BY_SYSTEM", message: "The client is missing." } as const;
    const run = { ...attemptOf().run, flowId: "another-flow" };
    const elsewhere = [step("steps[2]", "write payment", "failed")];
    const letters = [
      letterOf(error),
      letterOf({ ...error, message: "The date is missing." }),
      letterOf({ ...error, code: "MAPPING_FAILED" }),
      letterOf(error, { steps: elsewhere }),
      letterOf(error, { run }),
    ];
    expect(new Set(letters.map((letter) => letter.fingerprint)).size).toBe(5);
  });
});

describe("the fingerprint of a missing lookup row", () => {
  it.each<[string, ErrorCode, object, object]>([
    ["tax", "TAX_UNMAPPED", { keysTried: ["Luxury|US"] }, { keysTried: ["Food|US"] }],
    ["value", "LOOKUP_MISSING", { table: "status", key: "7" }, { table: "status", key: "8" }],
  ])("groups letters that one new row mends: by %s", (_, code, one, other) => {
    const fingerprint = (message: string, details: object) =>
      letterOf({ code, message, details: { ...details } }).fingerprint;
    expect(fingerprint("Order 1: no row.", one)).toBe(fingerprint("Something else.", one));
    expect(fingerprint("Order 1: no row.", one)).not.toBe(fingerprint("Order 1: no row.", other));
  });
});

describe("a dead letter", () => {
  const refused = { code: "REFUSED_BY_SYSTEM", message: "No." } as const;

  it("names the innermost step that failed, not the ones around it", () => {
    const steps = [
      step("steps[10].steps[0][0]", "write payment", "failed"),
      step("steps[10]", "split order", "failed"),
    ];
    expect(letterOf(refused, { steps }).stepPath).toBe("steps[10].steps[0][0]");
  });

  it("holds the message that was worked on, as a person may edit it", () => {
    expect(letterOf(refused).payload).toEqual(order);
    const edited = { ...order, number: "1043" };
    const run = { ...attemptOf().run, payload: edited };
    expect(letterOf(refused, { run }).payload).toEqual(edited);
  });

  it("holds what came with the event when nothing had been read yet", () => {
    const run = { ...attemptOf().run, event: { id: "e", type: "order.created", data: { id: 7 } } };
    expect(letterOf(refused, { run, steps: [] }).payload).toEqual({ id: 7 });
  });

  it("holds the last request and its answer, without secrets", () => {
    const letter = letterOf(refused, {
      failedExchanges: [
        { method: "GET", url: "https://books/first", durationMs: 1 },
        {
          method: "POST",
          url: "https://books/invoices?access_token=abcdef123",
          requestBody: { invoice: { notes: "Order 1042" }, password: "hunter2" },
          status: 422,
          answerBody: { message: "No." },
          durationMs: 5,
        },
      ],
    });
    expect(letter.request).toEqual({
      method: "POST",
      url: "https://books/invoices?access_token=[redacted]",
      body: { invoice: { notes: "Order 1042" }, password: "[redacted]" },
    });
    expect(letter.answer).toEqual({ status: 422, body: { message: "No." }, error: undefined });
  });
});
