// Setting up a connection: settings and secrets, proof that it works, pausing and resuming.

import type { ConnectionFinding, Connector } from "../connector-kit/connector.ts";
import type { CallContext } from "../connector-kit/operation.ts";
import { IntegrationError } from "../core/errors.ts";
import { type IdSource, newId } from "../core/ids.ts";
import type { JsonObject } from "../core/json.ts";
import { closeAlerts } from "../store/alerts.ts";
import {
  activateConnection,
  type Connection,
  createConnection,
  findConnection,
  setConnectionStatus,
  updateConnection,
} from "../store/connections.ts";
import { addMissingLookupRows } from "../store/lookup-tables.ts";
import { listWaitingRuns } from "../store/runs.ts";
import type { Db } from "../store/schema.ts";
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

function refuseUnknownSecrets(
  connector: Connector,
  secrets: Readonly<Record<string, string>>,
): void {
  for (const name of Object.keys(secrets)) {
    if (!Object.hasOwn(connector.secrets, name)) {
      throw new IntegrationError(
        "CONFIGURATION_INVALID",
        `${connector.title} has no secret named "${name}".`,
        { hint: `Its secrets: ${Object.keys(connector.secrets).join(", ")}.` },
      );
    }
  }
}

function requireSecrets(connector: Connector, secrets: Readonly<Record<string, string>>): void {
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
  refuseUnknownSecrets(connector, input.secrets);
  requireSecrets(connector, input.secrets);
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

export interface ConnectionChange {
  title?: string | undefined;
  settings: JsonObject;
  secrets: Readonly<Record<string, string>>;
  limits: JsonObject;
}

/** Changes what is given of a connection; its id, and so every reference made for it, stays. */
export async function changeConnection(
  setup: Setup,
  nameOrId: string,
  change: ConnectionChange,
): Promise<Connection> {
  const connection = await findConnection(setup.db, nameOrId);
  const connector = connectorOf(setup.connectors, connection);
  const settings = checkSettings(connector, { ...connection.settings, ...change.settings });
  refuseUnknownSecrets(connector, change.secrets);
  const limits = parseLimits({ ...connection.limits, ...change.limits }) as JsonObject;
  return setup.db.transaction().execute(async (trx) => {
    const vault = setup.vault.within(trx);
    for (const [name, value] of Object.entries(change.secrets)) {
      await vault.put(connection.id, name, value);
    }
    const { title } = change;
    return updateConnection(trx, connection.id, {
      settings,
      limits,
      ...(title === undefined ? {} : { title }),
    });
  });
}

/** The connection ready for calls. */
export async function liveConnection(setup: Setup, nameOrId: string): Promise<LiveConnection> {
  const row = await findConnection(setup.db, nameOrId);
  return setup.connections.get(await setup.configuration.current(), row.id);
}

/** A context for calls that belong to no run. */
export function openContext(live: LiveConnection): CallContext {
  return live.open({ signal: new AbortController().signal });
}

export async function testConnection(setup: Setup, nameOrId: string): Promise<ConnectionFinding[]> {
  const live = await liveConnection(setup, nameOrId);
  return live.connector.test(openContext(live));
}

/** Lets the work that waits for a connection go on. */
export async function resumeConnection(setup: Setup, nameOrId: string): Promise<void> {
  const { id } = await findConnection(setup.db, nameOrId);
  await setup.db.transaction().execute(async (trx) => {
    await activateConnection(trx, id);
    await closeAlerts(trx, id);
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
