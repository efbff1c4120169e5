import { describe, expect, it } from "vitest";
import { type ErrorCode, IntegrationError } from "../core/errors.ts";
import { problemOf, statusOf } from "./problem.ts";

describe("the HTTP status of an error", () => {
  it.each<[ErrorCode, number]>([
    ["SIGNATURE_INVALID", 401],
    ["REQUEST_INVALID", 400],
    ["MESSAGE_INVALID", 400],
    ["NOT_FOUND", 404],
    ["ALREADY_EXISTS", 409],
    ["RECORD_BUSY", 409],
    ["NOT_PERMITTED", 403],
    ["DATABASE_UNAVAILABLE", 503],
    ["TAX_UNMAPPED", 422],
    ["DOCUMENT_LOCKED", 422],
    ["UNEXPECTED", 500],
    ["SECRET_UNREADABLE", 500],
    ["SERVICE_UNAVAILABLE", 500],
  ])("%s is %i", (code, status) => {
    expect(statusOf(new IntegrationError(code, "Something."))).toBe(status);
  });
});

describe("a problem as it is answered", () => {
  it("says what is wrong and what to do", () => {
    const error = new IntegrationError("NOT_FOUND", 'There is no flow "x".', {
      hint: "List them.",
    });
    expect(problemOf(error, "req-7")).toEqual({
      type: "urn:ledgerline:error:NOT_FOUND",
      title: "ConfigurationError",
      status: 404,
      code: "NOT_FOUND",
      detail: 'There is no flow "x".',
      hint: "List them.",
      requestId: "req-7",
    });
  });

  it("tells nothing of inner faults to the outside", () => {
    const error = new IntegrationError("UNEXPECTED", "connect to 10.0.0.5 as ledgerline_owner");
    const { detail } = problemOf(error, "req-8");
    expect(detail).toBe("Something went wrong inside Ledgerline.");
  });
});
