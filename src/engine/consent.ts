// OAuth consent of a connection, and the choice of account that follows it.

import { z } from "zod";
import type { AccountChoice } from "../connector-kit/connector.ts";
import { createPkcePair } from "../connector-kit/oauth2.ts";
import { IntegrationError } from "../core/errors.ts";
import { type Connection, findConnection, updateConnection } from "../store/connections.ts";
import { createTokenStore } from "../vault/token-store.ts";
import { connectorOf } from "./configuration.ts";
import {
  checkSettings,
  liveConnection,
  openContext,
  resumeConnection,
  type Setup,
} from "./connection-setup.ts";

const pendingConsent = z.object({
  state: z.string(),
  codeVerifier: z.string(),
  expiresAt: z.number(),
});
const consentLifetimeMs = 10 * 60_000;
const pendingName = "oauth:pending";

/** Begins an OAuth consent: the address a person opens. What comes back fits this request only. */
export async function beginConsent(
  setup: Setup,
  nameOrId: string,
): Promise<{ url: string; state: string }> {
  const connection = await findConnection(setup.db, nameOrId);
  const { auth } = connectorOf(setup.connectors, connection);
  if (auth.kind !== "oauth2") {
    throw new IntegrationError("NOT_SUPPORTED", `"${connection.name}" needs no consent.`);
  }
  const { random } = setup.ids;
  const state = Buffer.from(random.bytes(32)).toString("base64url");
  const { codeVerifier, codeChallenge } = createPkcePair(random);
  const expiresAt = setup.ids.clock.now().getTime() + consentLifetimeMs;
  await setup.vault.put(
    connection.id,
    pendingName,
    JSON.stringify({ state, codeVerifier, expiresAt }),
  );
  return { url: auth.authorizationUrl(connection.settings, { state, codeChallenge }), state };
}

async function takePendingConsent(setup: Setup, connection: Connection, state: string) {
  const text = await setup.vault.find(connection.id, pendingName);
  await setup.vault.remove(connection.id, pendingName);
  const pending = text ? pendingConsent.parse(JSON.parse(text)) : null;
  const isFresh = pending !== null && setup.ids.clock.now().getTime() < pending.expiresAt;
  if (pending && isFresh && pending.state === state) return pending;
  throw new IntegrationError("REQUEST_INVALID", "The consent does not belong to this request.", {
    hint: "Begin again: a consent is good for ten minutes and for one try.",
  });
}

/** Ends an OAuth consent: exchanges the code, keeps the tokens, and lets waiting work go on. */
export async function finishConsent(
  setup: Setup,
  nameOrId: string,
  answer: { code: string; state: string },
): Promise<void> {
  const connection = await findConnection(setup.db, nameOrId);
  const live = await liveConnection(setup, connection.id);
  const { auth } = live.connector;
  if (auth.kind !== "oauth2") return;
  const { codeVerifier } = await takePendingConsent(setup, connection, answer.state);
  const { http, clock } = openContext(live);
  const tokens = await auth.exchangeCode(
    { code: answer.code, codeVerifier },
    { settings: live.settings, secrets: live.secrets, http, now: clock.now() },
  );
  const { db, vault } = setup;
  await createTokenStore({ db, vault, connectionId: connection.id, clock }).save(tokens);
  await resumeConnection(setup, connection.id);
}

export async function listAccounts(setup: Setup, nameOrId: string): Promise<AccountChoice[]> {
  const live = await liveConnection(setup, nameOrId);
  return (await live.connector.accounts?.(openContext(live))) ?? [];
}

/** Fills in the settings of the account a person chose. */
export async function chooseAccount(
  setup: Setup,
  nameOrId: string,
  accountId: string,
): Promise<Connection> {
  const accounts = await listAccounts(setup, nameOrId);
  const chosen = accounts.find((account) => account.id === accountId);
  if (!chosen || chosen.unusable) {
    throw new IntegrationError(
      "REQUEST_INVALID",
      chosen?.unusable ?? `The account "${accountId}" is not among those of this login.`,
      {
        hint: `Accounts: ${accounts.map((account) => `${account.id} (${account.title})`).join(", ")}.`,
      },
    );
  }
  const connection = await findConnection(setup.db, nameOrId);
  const connector = connectorOf(setup.connectors, connection);
  const settings = checkSettings(connector, { ...connection.settings, ...chosen.settings });
  return updateConnection(setup.db, connection.id, { settings });
}
