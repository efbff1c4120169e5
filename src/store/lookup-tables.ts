// Lookup tables: values of one system and what they are in another, such as tax names.

import { sql } from "kysely";
import { IntegrationError } from "../core/errors.ts";
import type { Json, JsonObject } from "../core/json.ts";
import { toJsonb } from "./jsonb.ts";
import type { Db } from "./schema.ts";

export interface LookupTable {
  name: string;
  title: string;
  rows: JsonObject;
}

async function readRows(db: Db, tableName: string): Promise<JsonObject> {
  const rows = await db
    .selectFrom("lookup_row")
    .select(["key", "value"])
    .where("table_name", "=", tableName)
    .orderBy("key")
    .execute();
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

/** All tables with how many rows each has, by name. */
export async function listLookupTables(
  db: Db,
): Promise<{ name: string; title: string; rowCount: number }[]> {
  const tables = await db
    .selectFrom("lookup_table")
    .leftJoin("lookup_row", "lookup_row.table_name", "lookup_table.name")
    .select((is) => ["name", "title", is.fn.count<string>("lookup_row.key").as("count")])
    .groupBy("lookup_table.name")
    .orderBy("lookup_table.name")
    .execute();
  return tables.map(({ name, title, count }) => ({ name, title, rowCount: Number(count) }));
}

/** All tables with their rows: what the mapping functions are given. */
export async function readAllLookups(db: Db): Promise<Record<string, JsonObject>> {
  const rows = await db.selectFrom("lookup_row").selectAll().orderBy("key").execute();
  const tables = Map.groupBy(rows, (row) => row.table_name);
  return Object.fromEntries(
    [...tables].map(([name, members]) => [
      name,
      Object.fromEntries(members.map(({ key, value }) => [key, value])),
    ]),
  );
}

/** A table with its rows; throws NOT_FOUND. */
export async function findLookupTable(db: Db, name: string): Promise<LookupTable> {
  const table = await db
    .selectFrom("lookup_table")
    .select(["name", "title"])
    .where("name", "=", name)
    .executeTakeFirst();
  if (table !== undefined) return { ...table, rows: await readRows(db, name) };
  throw new IntegrationError("NOT_FOUND", `There is no lookup table "${name.slice(0, 80)}".`);
}

/** One statement with two parameters, however many rows there are. */
async function insertRows(db: Db, tableName: string, rows: JsonObject): Promise<void> {
  await sql`insert into lookup_row (table_name, key, value)
    select ${tableName}, key, value from jsonb_each(${toJsonb(rows)}::jsonb)
    on conflict do nothing`.execute(db);
}

async function saveHead(db: Db, name: string, title: string): Promise<void> {
  await db
    .insertInto("lookup_table")
    .values({ name, title })
    .onConflict((conflict) =>
      conflict.column("name").doUpdateSet((row) => ({
        title: row.ref("excluded.title"),
        updated_at: sql<Date>`clock_timestamp()`,
      })),
    )
    .execute();
}

/** Stores a table, replacing all its rows. Several statements: give it a transaction. */
export async function saveLookupTable(db: Db, { name, title, rows }: LookupTable): Promise<void> {
  await saveHead(db, name, title);
  await db.deleteFrom("lookup_row").where("table_name", "=", name).execute();
  await insertRows(db, name, rows);
}

/** Adds a connector's default table, or the rows of it that are missing; what a user changed stays. */
export async function addMissingLookupRows(db: Db, table: LookupTable): Promise<void> {
  await db
    .insertInto("lookup_table")
    .values({ name: table.name, title: table.title })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await insertRows(db, table.name, table.rows);
}

/** Adds or changes one row; throws NOT_FOUND when there is no such table. */
export async function setLookupRow(
  db: Db,
  { table, key }: { table: string; key: string },
  value: Json,
): Promise<void> {
  await findLookupTable(db, table);
  await db
    .insertInto("lookup_row")
    .values({ table_name: table, key, value: toJsonb(value) })
    .onConflict((conflict) =>
      conflict
        .columns(["table_name", "key"])
        .doUpdateSet((row) => ({ value: row.ref("excluded.value") })),
    )
    .execute();
}

/** Throws NOT_FOUND. */
export async function removeLookupRow(db: Db, table: string, key: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom("lookup_row")
    .where("table_name", "=", table)
    .where("key", "=", key)
    .executeTakeFirst();
  if (numDeletedRows > 0n) return;
  throw new IntegrationError(
    "NOT_FOUND",
    `The lookup table "${table.slice(0, 80)}" has no entry "${key.slice(0, 80)}".`,
  );
}
