// The stored pair of tokens of a connection: encrypted in the vault, with its version and times beside.

import type { TokenSet } from "../connector-kit/auth.ts";
import { IntegrationError } from "../core/errors.ts";
import type { Db, Row } from "../store/schema.ts";
import type { Vault } from "./vault.ts";

export type TokenRow = Row<"oauth_token">;

const secretName = "oauth:tokens";

function notConnected(): IntegrationError {
  return new IntegrationError("NOT_AUTHENTICATED", "The connection has not been signed in yet.", {
    hint: "Sign in to the other system from the connection's page.",
  });
}

/** Throws NOT_AUTHENTICATED when nobody has signed in yet. */
export async function readTokens(vault: Vault, connectionId: string): Promise<TokenSet> {
  const text = await vault.find(connectionId, secretName);
  if (text === undefined) throw notConnected();
  return JSON.parse(text) as TokenSet;
}

/** Locks the row until the transaction ends, waiting for a refresh that is under way. */
export async function lockTokenRow(transaction: Db, connectionId: string): Promise<TokenRow> {
  const row = await transaction
    .selectFrom("oauth_token")
    .selectAll()
    .where("connection_id", "=", connectionId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw notConnected();
  return row;
}

export interface NewTokens {
  connectionId: string;
  tokens: TokenSet;
  now: Date;
}

/** Stores a new pair in the caller's transaction, with the next version. */
export async function writeTokens(
  transaction: Db,
  vault: Vault,
  { connectionId, tokens, now }: NewTokens,
): Promise<void> {
  const secretId = await vault
    .within(transaction)
    .put(connectionId, secretName, JSON.stringify(tokens));
  const times = { expires_at: tokens.expiresAt, refreshed_at: now, refresh_started_at: null };
  await transaction
    .insertInto("oauth_token")
    .values({ connection_id: connectionId, secret_id: secretId, ...times })
    .onConflict((conflict) =>
      conflict
        .column("connection_id")
        .doUpdateSet((row) => ({ ...times, version: row("oauth_token.version", "+", 1) })),
    )
    .execute();
}
