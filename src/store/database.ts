// Opens the database: an own PostgreSQL by DATABASE_URL, else the embedded one of the data folder.

import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Config } from "../config.ts";
import { systemClock } from "../core/clock.ts";
import { redactText } from "../core/redact.ts";
import { awaitServer } from "./await-server.ts";
import { ensureDataFolder } from "./data-folder.ts";
import { findLockHolder, lockDataFolder } from "./data-folder-lock.ts";
import { removeAddress, waitForAddress, writeAddress } from "./database-address.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import type { Db, Schema } from "./schema.ts";

export interface OpenDatabaseOptions {
  config: Pick<Config, "dataDir" | "databaseUrl">;
  /**
   * "own": take the data folder or fail with DATA_FOLDER_IN_USE. "join-or-own": use the database of the
   * process that has the folder, if there is one; for commands beside a running server.
   */
  mode: "own" | "join-or-own";
  /** Connections at most. */
  poolSize?: number;
  /** Takes lines about the database itself, such as a lost idle connection. */
  log?: (line: string) => void;
}

export interface OpenDatabase {
  db: Db;
  pool: pg.Pool;
  /** The same over a few connections of its own, which are free however busy the others are. */
  reserved: Db;
  /** Contains the password. */
  connectionString: string;
  /** True when the embedded PostgreSQL is used, also one run by another process. */
  embedded: boolean;
  close(): Promise<void>;
}

interface Source {
  connectionString: string;
  embedded: boolean;
  release(): Promise<void>;
}

const defaultPoolSize = 10;
const reservedPoolSize = 4;
const statementTimeoutMs = 10_000;
const lockTimeoutMs = 3_000;
const connectTimeoutMs = 10_000;

export interface PoolOptions {
  connectionString: string;
  poolSize?: number;
  log?: (line: string) => void;
}

/** A pool whose sessions see the schema `ledgerline` and give up after 10 s (locks: 3 s). */
export function openPool({ connectionString, poolSize, log }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: poolSize ?? defaultPoolSize,
    options: "-c search_path=ledgerline",
    application_name: "ledgerline",
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    connectionTimeoutMillis: connectTimeoutMs,
  });
  // Without listeners, a connection that breaks would end the process: the pool reports idle ones, but
  // one in the middle of a transaction reports itself.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => {
    client.on("error", (error) => log?.(`database connection lost: ${redactText(error.message)}`));
  });
  return pool;
}

/** No connection is made before it is needed. */
export function openReserved(options: Omit<PoolOptions, "poolSize">): Db {
  return openKysely(openPool({ ...options, poolSize: reservedPoolSize }));
}

export function openKysely(pool: pg.Pool): Db {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/** Takes the folder, starts its database and leaves word of where it is. */
async function ownEmbedded({ config, log }: OpenDatabaseOptions): Promise<Source> {
  const { dataDir } = config;
  await ensureDataFolder(dataDir);
  const lock = await lockDataFolder(dataDir);
  try {
    const { connectionString, stop } = await startEmbeddedPostgres({
      dataDir,
      ...(log && { log }),
    });
    const release = async () => {
      await removeAddress(dataDir);
      await stop();
      await lock.release();
    };
    await writeAddress(dataDir, { connectionString, pid: process.pid });
    return { connectionString, embedded: true, release };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function joinEmbedded(dataDir: string): Promise<Source | null> {
  const holder = await findLockHolder(dataDir);
  if (holder === null) return null;
  const connectionString = await waitForAddress(dataDir, systemClock);
  if (connectionString === null) return null;
  return { connectionString, embedded: true, release: async () => {} };
}

async function findSource(options: OpenDatabaseOptions): Promise<Source> {
  const { config, mode } = options;
  if (config.databaseUrl !== undefined) {
    return {
      connectionString: config.databaseUrl,
      embedded: false,
      release: async () => {},
    };
  }
  const joined = mode === "own" ? null : await joinEmbedded(config.dataDir);
  return joined ?? ownEmbedded(options);
}

/**
 * Opens the database; it is not migrated yet. `close` also stops an embedded one that this process
 * started. Throws DATA_FOLDER_IN_USE, DATABASE_UNAVAILABLE or CONFIGURATION_INVALID.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { connectionString, embedded, release } = await findSource(options);
  const pool = openPool({ ...options, connectionString });
  const db = openKysely(pool);
  const reserved = openReserved({ ...options, connectionString });
  const close = async () => {
    await Promise.all([db.destroy(), reserved.destroy()]);
    await release();
  };
  try {
    await awaitServer(pool, systemClock);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, pool, reserved, connectionString, embedded, close };
}
