// Setting up a connection: settings and secrets, consent, choice of account, proof that it works.

import { createHash } from "node:crypto";
import { z } from "zod";
import type { AccountChoice, ConnectionFinding, Connector } from "../connector-kit/connector.ts";
import type { CallContext } from "../connector-kit/operation.ts";
import { IntegrationError } from "../core/errors.ts";
import { type IdSource, newId } from "../core/ids.ts";
import type { JsonObject } from "../core/json.ts";
import {
  type Connection,
  createConnection,
  findConnection,
  setConnectionStatus,
  updateConnection,
} from "../store/connections.ts";
import { addMissingLookupRows } from "../store/lookup-tables.ts";
import { listWaitingRuns } from "../store/runs.ts";
import type { Db } from "../store/schema.ts";
import { createTokenStore } from "../vault/token-store.ts";
import type { Vault } from "../vault/vault.ts";
import { type ConfigurationSource, connectorOf } from "./configuration.ts";
import { parseLimits } from "./limits.ts";
import type { LiveConnection } from "./live-connection.ts";
import type { LiveConnections } from "./live-connections.ts";
import type { RunQueue } from "./queue.ts";

/** What setting up needs of the platform. */
export interface Setup {
  db: Db;
  vault: Vault;
  ids: IdSource;
  queue: RunQueue;
  connectors: ReadonlyMap<string, Connector>;
  configuration: ConfigurationSource;
  connections: LiveConnections;
}

export interface ConnectionInput {
  name: string;
  title?: string | undefined;
  connector: string;
  settings: JsonObject;
  secrets: Readonly<Record<string, string>>;
  limits?: JsonObject | undefined;
}

function knownConnector(setup: Setup, id: string): Connector {
  const connector = setup.connectors.get(id);
  if (connector) return connector;
  throw new IntegrationError("NOT_FOUND", `There is no connector "${id}".`, {
    hint: `Known connectors: ${[...setup.connectors.keys()].join(", ")}.`,
  });
}

/** Settings as the connector's schema has them; throws CONFIGURATION_INVALID naming the setting. */
export function checkSettings(connector: Connector, settings: JsonObject): JsonObject {
  const parsed = connector.settings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") || "settings";
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    `The setting "${place}" of ${connector.title} is not valid: ${issue?.message}.`,
    { details: { problems: parsed.error.issues.map(({ path, message }) => ({ path, message })) } },
  );
}

function checkSecrets(connector: Connector, secrets: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(secrets)) {
    if (!Object.hasOwn(connector.secrets, name)) {
      throw new IntegrationError(
        "CONFIGURATION_INVALID",
        `${connector.title} has no secret named "${name}".`,
        { hint: `Its secrets: ${Object.keys(connector.secrets).join(", ")}.` },
      );
    }
  }
  for (const [name, { title, required }] of Object.entries(connector.secrets)) {
    if (required && !secrets[name]) {
      throw new IntegrationError("CONFIGURATION_INVALID", `The secret "${name}" is missing.`, {
        hint: `${title}. Give it with --secret ${name}=...`,
      });
    }
  }
}

/** Makes a connection with its secrets and the lookup tables its mappings use. */
export async function addConnection(setup: Setup, input: ConnectionInput): Promise<Connection> {
  const connector = knownConnector(setup, input.connector);
  const settings = checkSettings(connector, input.settings);
  checkSecrets(connector, input.secrets);
  const limits = parseLimits(input.limits) as JsonObject;
  return setup.db.transaction().execute(async (trx) => {
    const connection = await createConnection(trx, {
      id: newId(setup.ids),
      name: input.name,
      title: input.title ?? input.name,
      connector: connector.id,
      settings,
      limits,
      hookToken: Buffer.from(setup.ids.random.bytes(18)).toString("base64url"),
    });
    const vault = setup.vault.within(trx);
    for (const [name, value] of Object.entries(input.secrets)) {
      await vault.put(connection.id, name, value);
    }
    for (const [name, rows] of Object.entries(connector.lookups ?? {})) {
      await addMissingLookupRows(trx, { name, title: name, rows });
    }
    return connection;
  });
}

/** The connection ready for calls. */
export async function liveConnection(setup: Setup, nameOrId: string): Promise<LiveConnection> {
  const row = await findConnection(setup.db, nameOrId);
  return setup.connections.get(await setup.configuration.current(), row.id);
}

async function callContext(setup: Setup, nameOrId: string): Promise<CallContext> {
  const live = await liveConnection(setup, nameOrId);
  return live.open({ signal: new AbortController().signal });
}

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
  const random = (bytes: number) =>
    Buffer.from(setup.ids.random.bytes(bytes)).toString("base64url");
  const state = random(32);
  const codeVerifier = random(48);
  const expiresAt = setup.ids.clock.now().getTime() + consentLifetimeMs;
  await setup.vault.put(
    connection.id,
    pendingName,
    JSON.stringify({ state, codeVerifier, expiresAt }),
  );
  const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url");
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
  const { http, clock } = live.open({ signal: new AbortController().signal });
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
  const context = live.open({ signal: new AbortController().signal });
  return (await live.connector.accounts?.(context)) ?? [];
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

export async function testConnection(setup: Setup, nameOrId: string): Promise<ConnectionFinding[]> {
  const live = await liveConnection(setup, nameOrId);
  return live.connector.test(await callContext(setup, nameOrId));
}

/** Lets the work that waits for a connection go on. */
export async function resumeConnection(setup: Setup, nameOrId: string): Promise<void> {
  const { id } = await findConnection(setup.db, nameOrId);
  await setup.db.transaction().execute(async (trx) => {
    await setConnectionStatus(trx, id, "active", null);
    const waiting = await listWaitingRuns(trx, "CONNECTION_PAUSED");
    await setup.queue.release(
      trx,
      waiting.map((run) => run.id),
    );
  });
}

/** Stops all work with a connection; events are still received and stored. */
export async function pauseConnection(
  setup: Setup,
  nameOrId: string,
  reason: string,
): Promise<void> {
  const { id } = await findConnection(setup.db, nameOrId);
  await setConnectionStatus(setup.db, id, "paused", reason);
}
