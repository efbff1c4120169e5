// One PostgreSQL for a whole test run, in a temporary folder, with a migrated template database.

import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openKysely, openPool } from "../../src/store/database.ts";
import { startEmbeddedPostgres } from "../../src/store/embedded-postgres.ts";
import { migrate } from "../../src/store/migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Connection string of the run's PostgreSQL; its template database is `ledgerline_template`. */
    testServer: string;
  }
}

/** Nothing of a test run has to survive a power cut. */
const settings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "300",
};

export function databaseUrl(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function makeTemplate(server: string): Promise<void> {
  const admin = openPool({ connectionString: server, poolSize: 1 });
  await admin.query("create database ledgerline_template");
  await admin.end();
  const connectionString = databaseUrl(server, "ledgerline_template");
  const db = openKysely(openPool({ connectionString, poolSize: 1 }));
  await migrate(db);
  await db.destroy();
}

/** Runs before the first test file; what it returns runs after the last one. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "ledgerline-tests-"));
  // As root, PostgreSQL runs as another user, who must be able to enter.
  await chmod(dataDir, 0o711);
  const { connectionString, stop } = await startEmbeddedPostgres({ dataDir, settings });
  await makeTemplate(connectionString);
  project.provide("testServer", connectionString);
  return async () => {
    await stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
