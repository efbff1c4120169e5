import { describe, expect, test } from "vitest";
import { ensureError, errorClasses, errorTable, IntegrationError } from "./errors.ts";

describe("the table of error codes", () => {
  test.each(Object.entries(errorTable))(
    "%s says what it means and what to do, in sentences",
    (code, row) => {
      const [errorClass, meaning, hint] = row;
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(errorClasses).toHaveProperty(errorClass);
      expect(meaning).toMatch(/^[A-Z].+\.$/);
      expect(hint).toMatch(/^[A-Z].+\.$/);
    },
  );
});

describe("an integration error", () => {
  test("takes family, class of outcome and hint from its code", () => {
    const error = new IntegrationError("RATE_LIMITED", "Slow down.", { retryAfterMs: 2_000 });
    expect(error).toMatchObject({
      name: "RateLimitedError",
      errorClass: "RateLimitedError",
      outcome: "throttled",
      hint: "Nothing to do: work goes on when the other system allows it.",
      retryAfterMs: 2_000,
      details: {},
    });
  });

  test("may carry a hint and details of its own, and its cause", () => {
    const cause = new Error("socket closed");
    const error = new IntegrationError("TAX_UNMAPPED", "No tax.", {
      hint: "Add a row.",
      details: { code: "Luxury" },
      cause,
    });
    expect(error).toMatchObject({ hint: "Add a row.", details: { code: "Luxury" }, cause });
  });

  test("passes through ensureError unchanged, anything else becomes a bug with its cause", () => {
    const known = new IntegrationError("NOT_FOUND", "No such flow.");
    expect(ensureError(known)).toBe(known);
    const thrown = new TypeError("x is not a function");
    expect(ensureError(thrown)).toMatchObject({
      code: "UNEXPECTED",
      outcome: "poison",
      message: "x is not a function",
      cause: thrown,
    });
    expect(ensureError("text")).toMatchObject({ code: "UNEXPECTED", message: "text" });
  });
});
