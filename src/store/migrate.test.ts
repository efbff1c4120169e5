import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/support/database.ts";
import { toJsonb } from "./jsonb.ts";
import { migrate } from "./migrate.ts";
import type { Schema } from "./schema.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function emptyDatabase(): Promise<TestDatabase> {
  const empty = await createTestDatabase();
  await sql`drop schema ledgerline cascade`.execute(empty.db);
  return empty;
}

test("migrating a migrated database changes nothing", async () => {
  expect(await migrate(database.db)).toEqual({ applied: [] });
});

test("two processes that start together on an empty database migrate it once", async () => {
  const empty = await emptyDatabase();
  const results = await Promise.all([migrate(empty.db), migrate(empty.db)]);
  const names = results.flatMap((result) => result.applied).sort();
  const files = await readdir(new URL("migrations/", import.meta.url));
  expect(names).toEqual(files.map((file) => file.replace(/\.sql$/, "")).sort());
  await empty.drop();
});

test("a migration file that changed after it was applied is refused by name", async () => {
  const changed = await createTestDatabase();
  await sql`update ledgerline.migration set checksum = 'other' where number = 2`.execute(
    changed.db,
  );
  await expect(migrate(changed.db)).rejects.toMatchObject({
    code: "CONFIGURATION_INVALID",
    message: expect.stringContaining("0002_delivery"),
  });
  await changed.drop();
});

test("a database made by a newer version is refused", async () => {
  const newer = await createTestDatabase();
  await sql`insert into ledgerline.migration values (9001, '9001_future', 'x')`.execute(newer.db);
  await expect(migrate(newer.db)).rejects.toMatchObject({
    code: "CONFIGURATION_INVALID",
    message: expect.stringContaining("newer Ledgerline"),
  });
  await newer.drop();
});

/** All tables as the types know them; a missing one does not compile. */
const tables: Record<keyof Schema, true> = {
  installation: true,
  connection: true,
  secret: true,
  oauth_token: true,
  webhook_registration: true,
  flow: true,
  mapping: true,
  lookup_table: true,
  lookup_row: true,
  configuration: true,
  event: true,
  run: true,
  run_trace: true,
  run_step: true,
  cursor: true,
  link: true,
  natural_key: true,
  effect: true,
  dead_letter: true,
  bulk_action: true,
  review_item: true,
  delivery_count: true,
  alert: true,
  heartbeat: true,
  quarantine: true,
  circuit: true,
  throttle: true,
  finding: true,
  reconciliation: true,
};

test("the tables of the database are those the types describe", async () => {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'ledgerline' and table_name <> 'migration'`.execute(database.db);
  expect(rows.map((row) => row.name).sort()).toEqual(Object.keys(tables).sort());
});

async function insertEvent(connectionId: string, dedupeKey: string | null): Promise<void> {
  await database.db
    .insertInto("event")
    .values({
      id: randomUUID(),
      connection_id: connectionId,
      source: "kentico",
      type: "order.created",
      entity: "order",
      entity_id: "7",
      dedupe_key: dedupeKey,
      via: "webhook",
    })
    .execute();
}

test("a delivery with the same key is stored once, deliveries without a key always", async () => {
  const connectionId = randomUUID();
  await insertEvent(connectionId, "delivery-1");
  await expect(insertEvent(connectionId, "delivery-1")).rejects.toMatchObject({ code: "23505" });
  await insertEvent(connectionId, null);
  await insertEvent(connectionId, null);
  await insertEvent(randomUUID(), "delivery-1");
});

test("text that PostgreSQL cannot keep is stored with replacement characters", async () => {
  const text = toJsonb({ "na\u0000me": ["a\u0000b", "\ud800", "\\u0000", "Žofie 😀"], n: 1.5 });
  const { rows } = await sql<{ value: unknown }>`select ${text}::jsonb as value`.execute(
    database.db,
  );
  expect(rows[0]?.value).toEqual({
    "na\uFFFDme": ["a\uFFFDb", "\uFFFD", "\\u0000", "Žofie 😀"],
    n: 1.5,
  });
});

test("a statement gives up waiting for a lock instead of hanging", async () => {
  const { rows } = await sql<{ statement: string; lock: string }>`
    select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`.execute(
    database.db,
  );
  expect(rows).toEqual([{ statement: "10s", lock: "3s" }]);
});
