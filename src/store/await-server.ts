// Waits for the database server at start, since both are often started together, and checks that it
// can serve us.

import type pg from "pg";
import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import { redactText } from "../core/redact.ts";

const waitLimitMs = 15_000;
const pollMs = 250;

/** First version with `unique nulls not distinct`, which the schema uses. */
const minimumVersion = 15;

/** Refused connection, and PostgreSQL's own "the database system is starting up". */
const startingCodes = new Set(["ECONNREFUSED", "EAI_AGAIN", "ENOTFOUND", "57P03"]);

function isStarting(error: unknown): boolean {
  return error instanceof Error && "code" in error && startingCodes.has(String(error.code));
}

function unavailable(error: unknown): IntegrationError {
  const reason = error instanceof Error ? error.message || String(error) : String(error);
  return new IntegrationError(
    "DATABASE_UNAVAILABLE",
    `The database cannot be reached: ${redactText(reason)}`,
    { cause: error },
  );
}

async function readVersion(pool: pg.Pool, clock: Clock): Promise<string> {
  const deadline = clock.monotonicMs() + waitLimitMs;
  for (;;) {
    try {
      const { rows } = await pool.query<{ server_version: string }>("show server_version");
      return rows[0]?.server_version ?? "";
    } catch (error) {
      if (!isStarting(error) || clock.monotonicMs() > deadline) throw unavailable(error);
      await clock.sleep(pollMs);
    }
  }
}

/**
 * Resolves when the server answers; waits up to 15 seconds for one that is still starting.
 * Throws DATABASE_UNAVAILABLE, or CONFIGURATION_INVALID when it is older than PostgreSQL 15.
 */
export async function awaitServer(pool: pg.Pool, clock: Clock): Promise<void> {
  const version = await readVersion(pool, clock);
  if (Number.parseInt(version, 10) >= minimumVersion) return;
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    `The database is PostgreSQL ${version}; version ${minimumVersion} or newer is needed.`,
    { hint: "Point DATABASE_URL to a newer PostgreSQL, or leave it out to use the embedded one." },
  );
}
