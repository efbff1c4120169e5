// The vendor-neutral meaning of statuses and of Retry-After.

import { expect, test } from "vitest";
import { classifyAnswer } from "./classify.ts";
import type { CallEffect, HttpAnswer } from "./http.ts";
import { retryAfterMs } from "./retry-after.ts";

function answer(status: number, headers: Record<string, string> = {}, text = "{}"): HttpAnswer {
  return { status, headers, text, json: () => ({}) };
}

test.each<[number, CallEffect, string | undefined]>([
  [200, "create", undefined],
  [204, "update", undefined],
  [301, "read", "REFUSED_BY_SYSTEM"],
  [302, "create", "OUTCOME_UNKNOWN"],
  [307, "create", "OUTCOME_UNKNOWN"],
  [307, "update", "REFUSED_BY_SYSTEM"],
  [400, "create", "REFUSED_BY_SYSTEM"],
  [401, "create", "NOT_AUTHENTICATED"],
  [403, "read", "NOT_PERMITTED"],
  [404, "update", "RECORD_NOT_FOUND"],
  [408, "create", "OUTCOME_UNKNOWN"],
  [408, "read", "SERVICE_UNAVAILABLE"],
  [409, "update", "RECORD_BUSY"],
  [412, "update", "RECORD_BUSY"],
  [422, "create", "REFUSED_BY_SYSTEM"],
  [429, "create", "RATE_LIMITED"],
  [500, "create", "OUTCOME_UNKNOWN"],
  [500, "update", "SERVICE_UNAVAILABLE"],
  [503, "read", "SERVICE_UNAVAILABLE"],
])("HTTP %i to a %s means %s", (status, effect, code) => {
  expect(classifyAnswer(answer(status), effect)?.code).toBe(code);
});

test("a throttled call says how long to wait", () => {
  const error = classifyAnswer(answer(429, { "retry-after": "7" }), "create");
  expect(error?.retryAfterMs).toBe(7_000);
});

test("the answer is kept for the person who mends it, without credentials", () => {
  const error = classifyAnswer(answer(400, {}, "bad Bearer abcdefghijkl"), "read");
  expect(error?.details).toEqual({ status: 400, body: "bad Bearer [redacted]" });
});

const date = "Wed, 21 Oct 2026 07:28:00 GMT";

test.each<[Record<string, string>, number | undefined]>([
  [{ "retry-after": "120" }, 120_000],
  [{ "retry-after": "0" }, 1_000],
  [{ "retry-after": "86400" }, 3_600_000],
  [{ "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT", date }, 30_000],
  [{ "retry-after": "Wed, 21 Oct 2026 07:00:00 GMT", date }, 1_000],
  [{ "retry-after": "soon", date }, undefined],
  [{ "retry-after": "-5", date }, undefined],
  [{ "retry-after": "" }, undefined],
  [{}, undefined],
])("Retry-After %j is %s ms", (headers, expected) => {
  expect(retryAfterMs({ headers })).toBe(expected);
});
