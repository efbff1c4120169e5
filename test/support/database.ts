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
export async function createTestDatabase(): Promise<TestDatabase> {
  const id = newId({ clock: systemClock, random: systemRandom });
  const name = `test_${id.replaceAll("-", "")}`;
  await administer(`create database ${name} template ledgerline_template strategy file_copy`);
  const connectionString = databaseUrl(inject("testServer"), name);
  const pool = openPool({ connectionString, poolSize: 10 });
  const db = openKysely(pool);
  const drop = async () => {
    await db.destroy();
    await administer(`drop database ${name} with (force)`);
  };
  return { db, pool, connectionString, name, drop };
}
