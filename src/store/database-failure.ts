// Tells a database that is away, busy or full from a mistake in a query: the first passes, so work that
// met it is tried again.

import { IntegrationError } from "../core/errors.ts";

/** Classes and codes of appendix A of PostgreSQL's manual that pass by themselves. */
const passingStates = /^(08...|53...|57P0[1-5]|57014|55P03|40001|40P01)$/;

/** What Node, pg and Kysely say of a connection that is gone; they give no code for it. */
const lostConnection =
  /not currently accepting connections|connection terminated|connection error|not queryable|timeout exceeded when trying to connect|after calling end on the pool|driver has already been destroyed/i;

const lostSocket: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EAI_AGAIN",
]);

/** DATABASE_UNAVAILABLE for a failure of the database itself; null for anything else. */
export function databaseFailure(thrown: unknown): IntegrationError | null {
  if (!(thrown instanceof Error) || thrown instanceof IntegrationError) return null;
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
  const passes =
    passingStates.test(code) || lostSocket.has(code) || lostConnection.test(thrown.message);
  if (!passes) return null;
  return new IntegrationError("DATABASE_UNAVAILABLE", "The database cannot be reached right now.", {
    cause: thrown,
  });
}
