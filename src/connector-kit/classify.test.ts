// The vendor-neutral error of an answer, and Retry-After. The table of statuses has its own test, in core.

import { expect, test } from "vitest";
import { classifyAnswer, codeOfAnswer } from "./classify.ts";
import type { HttpAnswer } from "./http.ts";
import { retryAfterMs } from "./retry-after.ts";

function answer(status: number, headers: Record<string, string> = {}, text = "{}"): HttpAnswer {
  return { status, headers, text, json: () => ({}) };
}

test("a success is no error", () => {
  expect(classifyAnswer(answer(200), "create")).toBeNull();
});

test("an answer that asks to come back later is one to wait for, unless a create hangs on it", () => {
  const headers = { "retry-after": "30" };
  const codes = (["read", "update", "create"] as const).map((effect) =>
    codeOfAnswer(answer(503, headers), effect),
  );
  expect(codes).toEqual(["RATE_LIMITED", "RATE_LIMITED", "OUTCOME_UNKNOWN"]);
  const plain = codeOfAnswer(answer(503, { "retry-after": "soon" }), "read");
  expect(plain).toBe("SERVICE_UNAVAILABLE");
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
