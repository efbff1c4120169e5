// Saving an installation's own mapping: checked against the schemas of its place before it is kept.

import type { Entity } from "../connector-kit/entity.ts";
import { IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import type { MappingDocument } from "../mapping/document.ts";
import { listLookupTables } from "../store/lookup-tables.ts";
import { saveMapping } from "../store/mappings.ts";
import { liveConnection, type Setup } from "./connection-setup.ts";
import type { LiveConnection } from "./live-connection.ts";
import { compileFor, type Direction } from "./mapping-registry.ts";

/** Replaces a mapping of one connection; throws MAPPING_INVALID naming the field that is wrong. */
export async function applyMapping(
  setup: Setup,
  connectionName: string,
  document: MappingDocument,
): Promise<void> {
  const connection = await liveConnection(setup, connectionName);
  const place = placeOf(connection, document.mapping);
  const tables = await listLookupTables(setup.db);
  compileFor(
    document,
    { connection, ...place },
    tables.map((table) => table.name),
  );
  const key = { name: document.mapping, connectionId: connection.row.id };
  await saveMapping(setup.db, key, document as unknown as JsonObject);
}

/** Where a mapping of this name is used. */
function placeOf(
  { connector }: LiveConnection,
  name: string,
): { entity: Entity; direction: Direction } {
  for (const entity of Object.values(connector.entities)) {
    if (entity.mappings.toCanonical === name) return { entity, direction: "toCanonical" };
    if (entity.mappings.fromCanonical === name) return { entity, direction: "fromCanonical" };
  }
  const known = connector.mappings.map((mapping) => mapping.mapping);
  throw new IntegrationError("NOT_FOUND", `${connector.title} has no mapping named "${name}".`, {
    hint: `Its mappings: ${known.join(", ")}.`,
  });
}
