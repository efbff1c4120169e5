// Tokens of one OAuth 2 connection. A refresh token may work only once (FreshBooks), so one process
// refreshes at a time, and the new pair is committed before anybody uses it.

import { sql } from "kysely";
import type { TokenSet, TokenStore } from "../connector-kit/auth.ts";
import { provesNoCreate } from "../core/call-outcome.ts";
import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import type { Db } from "../store/schema.ts";
import { lockTokenRow, readTokens, type TokenRow, writeTokens } from "./token-row.ts";
import type { Vault } from "./vault.ts";

export interface TokenStoreOptions {
  db: Db;
  vault: Vault;
  connectionId: string;
  clock: Clock;
}

/** A token store that also takes the first pair, after a person has consented. */
export interface ConnectionTokenStore extends TokenStore {
  save(tokens: TokenSet): Promise<void>;
}

type Exchange = (current: TokenSet) => Promise<TokenSet>;

const saveAttemptsMax = 5;
const saveRetryMs = 500;

/** The exchange of another process may take as long as its HTTP call, which is more than a statement may. */
async function waitPatiently(transaction: Db): Promise<void> {
  await sql`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '60s', true)`.execute(
    transaction,
  );
}

async function save(options: TokenStoreOptions, tokens: TokenSet): Promise<void> {
  const { db, vault, connectionId, clock } = options;
  const now = clock.now();
  await db.transaction().execute(async (transaction) => {
    await waitPatiently(transaction);
    await writeTokens(transaction, vault, { connectionId, tokens, now });
  });
}

/**
 * The pair was exchanged, but could not be committed, as when the database restarts. The old pair is
 * dead by now and nobody else has the new one, so it is saved in any way that is left.
 */
async function saveStubbornly(options: TokenStoreOptions, tokens: TokenSet): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await save(options, tokens);
    } catch (error) {
      if (attempt >= saveAttemptsMax) throw error;
      await options.clock.sleep(saveRetryMs);
    }
  }
}

async function setStarted(db: Db, row: TokenRow, startedAt: Date | null): Promise<void> {
  await db
    .updateTable("oauth_token")
    .set({ refresh_started_at: startedAt })
    .where("connection_id", "=", row.connection_id)
    .where("version", "=", row.version)
    .execute();
}

/** Runs `work` while no other process can refresh; undefined when one has refreshed since `stale`. */
async function whileStale<Result>(
  options: TokenStoreOptions,
  stale: TokenSet,
  work: (held: { transaction: Db; row: TokenRow; current: TokenSet }) => Promise<Result>,
): Promise<Result | undefined> {
  const { db, vault, connectionId } = options;
  return db.transaction().execute(async (transaction) => {
    await waitPatiently(transaction);
    const row = await lockTokenRow(transaction, connectionId);
    const current = await readTokens(vault.within(transaction), connectionId);
    return current.accessToken === stale.accessToken
      ? work({ transaction, row, current })
      : undefined;
  });
}

/**
 * Notes, in a commit of its own, that a refresh is about to be sent: should its answer be lost, the
 * next one can tell. Returns the row as it was before.
 */
async function noteStart(
  options: TokenStoreOptions,
  stale: TokenSet,
): Promise<TokenRow | undefined> {
  const now = options.clock.now();
  return whileStale(options, stale, async ({ transaction, row }) => {
    await setStarted(transaction, row, now);
    return row;
  });
}

/** Whether the other system may have used up the refresh token without us getting the new pair. */
function mayHaveRotated(error: unknown): boolean {
  if (!(error instanceof IntegrationError)) return true;
  return !provesNoCreate(error.code);
}

/** A refused token after a lost answer has a known cause, which a person should be told. */
function explain(error: unknown, before: TokenRow): unknown {
  const lostAt = before.refresh_started_at;
  if (!(error instanceof IntegrationError) || error.code !== "NOT_AUTHENTICATED") return error;
  if (lostAt === null) return error;
  return new IntegrationError(
    "NOT_AUTHENTICATED",
    `The answer to the token refresh of ${lostAt.toISOString()} was lost, and the old token is no longer accepted.`,
    { cause: error },
  );
}

/** Exchanges under the row's lock and commits the new pair before it is returned. */
async function exchangeAndCommit(
  options: TokenStoreOptions,
  stale: TokenSet,
  exchange: Exchange,
): Promise<TokenSet | undefined> {
  const { vault, connectionId, clock } = options;
  let fresh: TokenSet | undefined;
  try {
    return await whileStale(options, stale, async ({ transaction, current }) => {
      fresh = await exchange(current);
      await writeTokens(transaction, vault, { connectionId, tokens: fresh, now: clock.now() });
      return fresh;
    });
  } catch (error) {
    if (fresh === undefined) throw error;
    await saveStubbornly(options, fresh);
    return fresh;
  }
}

async function refresh(
  options: TokenStoreOptions,
  stale: TokenSet,
  exchange: Exchange,
): Promise<TokenSet> {
  const { db, vault, connectionId } = options;
  const before = await noteStart(options, stale);
  if (before === undefined) return readTokens(vault, connectionId);
  try {
    const fresh = await exchangeAndCommit(options, stale, exchange);
    return fresh ?? (await readTokens(vault, connectionId));
  } catch (error) {
    if (!mayHaveRotated(error)) await setStarted(db, before, before.refresh_started_at);
    throw explain(error, before);
  }
}

export function createTokenStore(options: TokenStoreOptions): ConnectionTokenStore {
  // Within a process, refreshes join without each holding a database connection while it waits.
  let underWay: Promise<TokenSet> | undefined;
  return {
    current: () => readTokens(options.vault, options.connectionId),
    save: (tokens) => save(options, tokens),
    refresh: (stale, exchange) => {
      underWay ??= refresh(options, stale, exchange).finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
  };
}
