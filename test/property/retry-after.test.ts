// Whatever another system writes into Retry-After, we wait between a second and an hour, or decide ourselves.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retryAfterMs } from "../../src/connector-kit/retry-after.ts";
import { holds } from "../support/generated.ts";

const secondMs = 1_000;
const hourMs = 3_600_000;
const instant = fc
  .integer({ min: 0, max: 4_102_444_800 })
  .map((seconds) => new Date(seconds * secondMs));
const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.integer().map(String),
  fc.double().map(String),
  fc.bigInt().map(String),
  fc.constantFrom(
    "soon",
    "-1",
    "1e9",
    "0x10",
    "Infinity",
    "NaN",
    "1,5",
    "1 2",
    "²",
    "١٢٠",
    "00",
    " 7 ",
  ),
  instant.map((at) => at.toUTCString()),
  instant.map((at) => at.toISOString()),
);

describe("Retry-After", () => {
  it("is undefined, or between one second and one hour, whatever it says", () => {
    holds(
      fc.property(anyText, fc.option(anyText, { nil: undefined }), (value, date) => {
        const headers = { "retry-after": value, ...(date === undefined ? {} : { date }) };
        const waitMs = retryAfterMs({ headers });
        if (waitMs === undefined) return;
        expect(waitMs).toBeGreaterThanOrEqual(secondMs);
        expect(waitMs).toBeLessThanOrEqual(hourMs);
      }),
      1_000,
    );
  });

  it("in seconds is what it says, within those bounds", () => {
    holds(
      fc.property(fc.nat({ max: 999_999_999 }), (seconds) => {
        const expected = Math.min(Math.max(seconds * secondMs, secondMs), hourMs);
        expect(retryAfterMs({ headers: { "retry-after": String(seconds) } })).toBe(expected);
      }),
    );
  });

  it("as a date counts from the answer's own date, however wrong both clocks are", () => {
    holds(
      fc.property(instant, fc.integer({ min: -7_200, max: 7_200 }), (sentAt, seconds) => {
        const until = new Date(sentAt.getTime() + seconds * secondMs);
        const headers = { "retry-after": until.toUTCString(), date: sentAt.toUTCString() };
        const expected = Math.min(Math.max(seconds * secondMs, secondMs), hourMs);
        expect(retryAfterMs({ headers })).toBe(expected);
      }),
    );
  });

  it("is nothing when it is missing, below zero or words", () => {
    const garbage = fc.oneof(
      fc.constant(undefined),
      fc.integer({ max: -1 }).map(String),
      fc.stringMatching(/^[a-z]{1,12}$/),
    );
    holds(
      fc.property(garbage, (value) => {
        const headers: Record<string, string> = value === undefined ? {} : { "retry-after": value };
        expect(retryAfterMs({ headers })).toBeUndefined();
      }),
    );
  });
});
