// What went wrong in the engine, as an error of the table: a database that is away is no bug.

import { ensureError, type IntegrationError } from "../core/errors.ts";
import { databaseFailure } from "../store/database-failure.ts";

/** As `ensureError`, for code that also talks to the database. */
export function failureOf(thrown: unknown): IntegrationError {
  return databaseFailure(thrown) ?? ensureError(thrown);
}
