// Which of our codes each refusal of FreshBooks becomes.

import { expect, test } from "vitest";
import type { HttpAnswer } from "../../connector-kit/http.ts";
import type { CallEffect } from "../../core/call-outcome.ts";
import { vendorError } from "./vendor-error.ts";

function answer(status: number, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers, text: "{}", json: () => ({}) };
}

test.each<[number, number | null, CallEffect, string]>([
  [404, 1012, "read", "RECORD_NOT_FOUND"],
  [422, 1012, "create", "RECORD_NOT_FOUND"],
  [422, 1011, "update", "RECORD_NOT_FOUND"],
  [401, 1003, "create", "NOT_AUTHENTICATED"],
  [403, 1003, "update", "NOT_PERMITTED"],
  [403, 1038, "create", "REFUSED_BY_SYSTEM"],
  [200, 12001, "read", "NOT_PERMITTED"],
  [403, 41001, "read", "NOT_PERMITTED"],
  [200, 31001, "create", "NOT_PERMITTED"],
  [409, null, "update", "RECORD_BUSY"],
  [422, 1001, "create", "REFUSED_BY_SYSTEM"],
  [200, 1004, "create", "REFUSED_BY_SYSTEM"],
  [429, null, "create", "RATE_LIMITED"],
  [500, null, "create", "OUTCOME_UNKNOWN"],
  [500, null, "update", "SERVICE_UNAVAILABLE"],
  [502, null, "read", "SERVICE_UNAVAILABLE"],
])("HTTP %i with errno %s to a %s is %s", (status, errno, effect, code) => {
  const problems = [{ errno, message: "text", field: null }];
  expect(vendorError(answer(status), problems, effect).code).toBe(code);
});

test("the message holds FreshBooks' words and the field", () => {
  const problem = { errno: 1017, message: "Too long.", field: "po_number" };
  const error = vendorError(answer(422), [problem], "create");
  expect(error.message).toBe("FreshBooks did not accept the call: po_number: Too long.");
  expect(error.details).toMatchObject({ status: 422, problems: [problem] });
});

test("a missing scope is named with what to do", () => {
  const headers = {
    "www-authenticate": 'Bearer error="insufficient_scope", scope="user:taxes:write"',
  };
  expect(vendorError(answer(403, headers), [], "create").hint).toContain("user:taxes:write");
});

test("quirk 12: a read-only field is named as something to take out of the mapping", () => {
  const problem = {
    errno: 1038,
    message: "Write access denied to field due_date.",
    field: "due_date",
  };
  const error = vendorError(answer(403), [problem], "create");
  expect(error.message).toContain("due_date");
  expect(error.hint).toContain("mapping");
});

test("quirk 27: the 500 without a reason proves nothing, so a create is looked up", () => {
  const text = "There was an error accessing your account data.";
  const problem = { errno: null, message: text, field: null };
  expect(vendorError(answer(500), [problem], "create").code).toBe("OUTCOME_UNKNOWN");
  expect(vendorError(answer(500), [problem], "update").hint).toContain("mapping");
});

test("a throttled call says how long to wait", () => {
  expect(vendorError(answer(429, { "retry-after": "59" }), [], "read").retryAfterMs).toBe(59_000);
});
