// Brings the database to the newest schema. Migrations are numbered SQL files that never change once
// released; there is no way back but a backup.

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { sql } from "kysely";
import { IntegrationError } from "../core/errors.ts";
import type { Db } from "./schema.ts";

interface Migration {
  number: number;
  name: string;
  checksum: string;
  text: string;
}

interface AppliedMigration {
  number: number;
  name: string;
  checksum: string;
}

/** One arbitrary number per program: two processes that start together migrate one after the other. */
const advisoryLock = 4_600_001;
const folder = new URL("migrations/", import.meta.url);

async function readMigration(file: string): Promise<Migration> {
  const text = await readFile(new URL(file, folder), "utf8");
  const checksum = createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
  return { number: Number(file.slice(0, 4)), name: file.slice(0, -".sql".length), checksum, text };
}

async function readMigrations(): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}_.+\.sql$/.test(file));
  return Promise.all(files.sort().map(readMigration));
}

/** Waits for a migration of another process, and lets a long change of a large table finish. */
async function lockForMigration(db: Db): Promise<void> {
  await sql`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '60s', true)`.execute(
    db,
  );
  await sql`select pg_advisory_xact_lock(${advisoryLock})`.execute(db);
}

async function createMigrationTable(db: Db): Promise<void> {
  await lockForMigration(db);
  // "if not exists" asks a cache of the session, which may not know yet what another process made while
  // this one waited for the lock; a query of the catalogue does.
  const { rows } = await sql`select from pg_namespace where nspname = 'ledgerline'`.execute(db);
  if (rows.length === 0) await sql`create schema ledgerline`.execute(db);
  await sql`create table if not exists ledgerline.migration (
    number int primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default clock_timestamp()
  )`.execute(db);
}

async function readApplied(db: Db): Promise<AppliedMigration[]> {
  const { rows } = await sql<AppliedMigration>`
    select number, name, checksum from ledgerline.migration order by number`.execute(db);
  return rows;
}

function refuseForeignHistory(applied: AppliedMigration[], known: Migration[]): void {
  for (const row of applied) {
    const own = known.find((migration) => migration.number === row.number);
    if (own === undefined) {
      throw new IntegrationError(
        "CONFIGURATION_INVALID",
        `The database was made by a newer Ledgerline (migration ${row.name}).`,
        { hint: "Install that version or a newer one, or restore a backup made before it." },
      );
    }
    if (own.checksum !== row.checksum) {
      throw new IntegrationError(
        "CONFIGURATION_INVALID",
        `The migration ${own.name} differs from the one this database was made with.`,
        { hint: "Install Ledgerline again; its files were changed or mixed with another version." },
      );
    }
  }
}

/** Applies one migration unless a concurrent process just did. */
async function applyMigration(db: Db, migration: Migration): Promise<boolean> {
  await lockForMigration(db);
  const applied = await readApplied(db);
  if (applied.some((row) => row.number === migration.number)) return false;
  await sql`set local search_path to ledgerline`.execute(db);
  await sql.raw(migration.text).execute(db);
  const { number, name, checksum } = migration;
  await sql`insert into ledgerline.migration (number, name, checksum)
    values (${number}, ${name}, ${checksum})`.execute(db);
  return true;
}

/**
 * Applies what is missing, each migration in a transaction of its own. Returns the names of those
 * applied now. Throws CONFIGURATION_INVALID when the database is newer, or an applied file changed.
 */
export async function migrate(db: Db): Promise<{ applied: string[] }> {
  const migrations = await readMigrations();
  await db.transaction().execute(createMigrationTable);
  const before = await readApplied(db);
  refuseForeignHistory(before, migrations);
  const applied: string[] = [];
  for (const migration of migrations) {
    if (before.some((row) => row.number === migration.number)) continue;
    const isNew = await db.transaction().execute((trx) => applyMigration(trx, migration));
    if (isNew) applied.push(migration.name);
  }
  return { applied };
}
