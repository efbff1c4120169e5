// A fresh, migrated database per call, on the PostgreSQL of the test run.

import type pg from "pg";
import { inject } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { newId, systemRandom } from "../../src/core/ids.ts";
import { openKysely, openPool } from "../../src/store/database.ts";
import type { Db } from "../../src/store/schema.ts";
import { databaseUrl } from "./global-setup.ts";

export interface TestDatabase {
  db: Db;
  pool: pg.Pool;
  connectionString: string;
  name: string;
  /** Closes the pool and removes the database. */
  drop(): Promise<void>;
}

async function administer(statement: string): Promise<void> {
  const admin = openPool({ connectionString: inject("testServer"), poolSize: 1 });
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}

/** Copies the migrated template, which takes some tens of milliseconds. */
export function createTestDatabase(): Promise<TestDatabase> {
  return copyOf("ledgerline_template");
}

/** Copies a database as it is, although it is at work: its connections are cut, and come again after. */
export async function copyTestDatabase(name: string): Promise<TestDatabase> {
  await administer(`alter database ${name} allow_connections false`);
  try {
    await administer(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    );
    return await copyOf(name);
  } finally {
    await administer(`alter database ${name} allow_connections true`);
  }
}

async function copyOf(template: string): Promise<TestDatabase> {
  const id = newId({ clock: systemClock, random: systemRandom });
  const name = `test_${id.replaceAll("-", "")}`;
  await administer(`create database ${name} template ${template} strategy file_copy`);
  const connectionString = databaseUrl(inject("testServer"), name);
  const pool = openPool({ connectionString, poolSize: 10 });
  const db = openKysely(pool);
  const drop = async () => {
    await db.destroy();
    await administer(`drop database ${name} with (force)`);
  };
  return { db, pool, connectionString, name, drop };
}
