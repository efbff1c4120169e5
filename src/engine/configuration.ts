// Everything a user configures, as one snapshot that is consistent in itself. Read again when the
// database says that something changed.

import { sql } from "kysely";
import type { Connector } from "../connector-kit/connector.ts";
import { IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { type FlowDocument, parseFlow } from "../flows/document.ts";
import type { MappingDocument } from "../mapping/document.ts";
import { parseMappingDocument } from "../mapping/document.ts";
import { type LookupTables, lookupTablesOf } from "../mapping/lookup-tables.ts";
import type { Connection } from "../store/connections.ts";
import { readAllLookups } from "../store/lookup-tables.ts";
import { findActiveQuarantine } from "../store/quarantines.ts";
import type { Db } from "../store/schema.ts";
import { createBatcher } from "./batcher.ts";

export interface ConfiguredFlow {
  id: string;
  version: number;
  enabled: boolean;
  document: FlowDocument;
  /** Parameters with defaults filled in. */
  params: JsonObject;
  /** Role -> ids of the connections that play it. */
  roles: Readonly<Record<string, readonly string[]>>;
}

export interface Configuration {
  version: string;
  connections: ReadonlyMap<string, Connection>;
  flows: ReadonlyMap<string, ConfiguredFlow>;
  /** Mapping documents of this installation by `<connection id or "">/<name>`. */
  mappings: ReadonlyMap<string, MappingDocument>;
  lookups: LookupTables;
  /** Active after a restore: whatever is created may have been sent up to this instant. */
  quarantine: { uncertainUntil: Date } | null;
}

export interface ConfigurationSource {
  current(): Promise<Configuration>;
}

const callersPerQuery = 10_000;

/**
 * Gives the newest configuration at each call. Whoever asks while the database is being asked shares the
 * next small query, which begins after all of them have asked.
 */
export function createConfigurationSource(db: Db): ConfigurationSource {
  let known: Configuration | undefined;
  const newest = async () => {
    const version = await readVersion(db);
    if (known?.version !== version) known = await load(db, version);
    return known;
  };
  const batcher = createBatcher<undefined, Configuration>(callersPerQuery, async (callers) => {
    const configuration = await newest();
    return callers.map(() => configuration);
  });
  return { current: () => batcher.submit(undefined) };
}

async function readVersion(db: Db): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select version::text as version from ledgerline.configuration`.execute(db);
  return rows[0]?.version ?? "0";
}

async function load(db: Db, version: string): Promise<Configuration> {
  const connections = await db.selectFrom("connection").selectAll().execute();
  const byName = new Map(connections.map((row) => [row.name, row.id]));
  const flows = await db.selectFrom("flow").selectAll().execute();
  const mappings = await db.selectFrom("mapping").selectAll().execute();
  const lookups = await readAllLookups(db);
  const quarantine = await findActiveQuarantine(db);
  return {
    version,
    connections: new Map(connections.map((row) => [row.id, row])),
    flows: new Map(
      flows.map((row) => [
        row.id,
        {
          id: row.id,
          version: row.version,
          enabled: row.enabled,
          ...withDefaults(parseFlow(row.document), row.params),
          roles: roleIds(row.roles, byName),
        },
      ]),
    ),
    mappings: new Map(
      mappings.map((row) => [
        `${row.connection_id ?? ""}/${row.name}`,
        parseMappingDocument(row.document),
      ]),
    ),
    lookups: lookupTablesOf(lookups),
    quarantine: quarantine ? { uncertainUntil: quarantine.uncertain_until } : null,
  };
}

function withDefaults(document: FlowDocument, set: JsonObject) {
  const defaults = Object.entries(document.parameters).map(([name, { default: value }]) => [
    name,
    value,
  ]);
  return { document, params: { ...Object.fromEntries(defaults), ...set } as JsonObject };
}

function roleIds(roles: Record<string, string[]>, byName: ReadonlyMap<string, string>) {
  return Object.fromEntries(
    Object.entries(roles).map(([role, names]) => [
      role,
      names.flatMap((name) => byName.get(name) ?? []),
    ]),
  );
}

/** The connector of a connection; a connection of a system this version does not know is refused. */
export function connectorOf(
  connectors: ReadonlyMap<string, Connector>,
  connection: Connection,
): Connector {
  const connector = connectors.get(connection.connector);
  if (connector) return connector;
  throw new IntegrationError(
    "NOT_SUPPORTED",
    `There is no connector "${connection.connector}" for the connection "${connection.name}".`,
  );
}
