// Mappings a user changed. Those that come with a connector are not here until they are changed.

import { sql } from "kysely";
import { IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { toJsonb } from "./jsonb.ts";
import type { Db, Row } from "./schema.ts";

export type Mapping = Row<"mapping">;

/** Which mapping: a null `connectionId` means the one for all connections. */
export interface MappingKey {
  name: string;
  connectionId: string | null;
}

/** The mapping in force for a connection: its own, else the one for all; undefined when neither is stored. */
export async function findMapping(
  db: Db,
  { name, connectionId }: MappingKey,
): Promise<Mapping | undefined> {
  return db
    .selectFrom("mapping")
    .selectAll()
    .where("name", "=", name)
    .where((is) => is.or([is("connection_id", "is", null), is("connection_id", "=", connectionId)]))
    .orderBy("connection_id", (order) => order.nullsLast())
    .executeTakeFirst();
}

/** Stores a mapping; saving again raises its version. */
export async function saveMapping(
  db: Db,
  { name, connectionId }: MappingKey,
  document: JsonObject,
): Promise<Mapping> {
  return db
    .insertInto("mapping")
    .values({ name, connection_id: connectionId, document: toJsonb(document) })
    .onConflict((conflict) =>
      conflict.columns(["name", "connection_id"]).doUpdateSet((row) => ({
        document: row.ref("excluded.document"),
        version: sql<number>`mapping.version + 1`,
        updated_at: sql<Date>`clock_timestamp()`,
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Removes a stored mapping, so that the more general one applies again. Throws NOT_FOUND. */
export async function removeMapping(db: Db, { name, connectionId }: MappingKey): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom("mapping")
    .where("name", "=", name)
    .where("connection_id", "is not distinct from", connectionId)
    .executeTakeFirst();
  if (numDeletedRows > 0n) return;
  throw new IntegrationError(
    "NOT_FOUND",
    `There is no stored mapping "${name.slice(0, 80)}" to remove.`,
  );
}
