import { describe, expect, it } from "vitest";
import { IntegrationError } from "../core/errors.ts";
import { databaseFailure } from "./database-failure.ts";

function failure(code: string | undefined, message = "It failed."): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

describe("a failure of the database", () => {
  it.each([
    ["that was shut down", failure("57P01")],
    ["that is starting", failure("57P03")],
    ["that crashed under a query", failure("57P02")],
    ["with too many connections", failure("53300")],
    ["whose disk is full", failure("53100")],
    ["that gave up on a deadlock", failure("40P01")],
    ["that waited too long for a lock", failure("55P03")],
    ["that refuses connections", failure("ECONNREFUSED")],
    ["whose connection broke", failure(undefined, "Connection terminated unexpectedly")],
    ["whose pool was ended", failure(undefined, "Cannot use a pool after calling end on the pool")],
  ])("%s passes by itself", (_, thrown) => {
    expect(databaseFailure(thrown)).toMatchObject({ code: "DATABASE_UNAVAILABLE", cause: thrown });
  });

  it.each([
    ["a wrong query", failure("42601")],
    ["a value that is taken", failure("23505")],
    ["a value that does not fit", failure("22P02")],
    ["a mistake of our own", new TypeError("x is not a function")],
    ["something that is no error", "57P01"],
    ["an error of our own", new IntegrationError("NOT_FOUND", "Connection terminated.")],
  ])("is not %s", (_, thrown) => {
    expect(databaseFailure(thrown)).toBeNull();
  });
});
