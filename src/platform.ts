// Composition root: opens the database and puts vault, engine and HTTP server together.

import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { pino } from "pino";
import { createServer } from "./api/server.ts";
import type { Config } from "./config.ts";
import { connectors as ownConnectors } from "./connectors/registry.ts";
import { systemClock } from "./core/clock.ts";
import { IntegrationError } from "./core/errors.ts";
import { systemRandom } from "./core/ids.ts";
import { redact } from "./core/redact.ts";
import type { Setup } from "./engine/connection-setup.ts";
import { createEngine, type Engine } from "./engine/engine.ts";
import { createRestoreWatch } from "./engine/restore-watch.ts";
import { ensureDataFolder, hasCode } from "./store/data-folder.ts";
import { type OpenDatabase, openDatabase } from "./store/database.ts";
import { ensureInstallation } from "./store/installation.ts";
import { migrate } from "./store/migrate.ts";
import type { Db } from "./store/schema.ts";
import { readMasterKey } from "./vault/key-file.ts";
import { createVault, type Vault } from "./vault/vault.ts";

export interface Platform {
  database: OpenDatabase;
  engine: Engine;
  setup: Setup;
  logger: pino.Logger;
  /**
   * Begins to work. `restoredAt`: the instant of the backup that was restored, if somebody says so; else
   * the platform looks whether one was.
   */
  begin(restoredAt: Date | null): Promise<void>;
  close(): Promise<void>;
}

export interface PlatformOptions {
  config: Config;
  /** "own" for a server, "join-or-own" for a command that may run beside one. */
  mode: "own" | "join-or-own";
  /** Path of a file, or "stderr" for a command whose output is read; standard output when absent. */
  logTo?: string;
  /** The systems it can connect; those of this installation when absent. */
  connectors?: typeof ownConnectors;
}

const ids = { clock: systemClock, random: systemRandom };
const referenceKeyName = "reference-key";

/** Opens everything but the HTTP server; nothing is worked on before `begin`. */
export async function openPlatform(options: PlatformOptions): Promise<Platform> {
  const { config, mode, connectors = ownConnectors } = options;
  await ensureDataFolder(config.dataDir);
  const logger = createLogger(options);
  const reporting = {
    onError: (error: IntegrationError) => logError(logger, error),
    tell: (message: string) => logger.error({ alert: true }, message),
  };
  const database = await openDatabase({
    config,
    mode,
    poolSize: Math.max(10, config.concurrency),
    log: (line) => logger.warn(line),
  });
  try {
    await migrate(database.db);
    const installation = await ensureInstallation(database.db, ids);
    const key = await readMasterKey(config, systemRandom);
    const vault = createVault({ db: database.db, key, ids });
    const engine = await createEngine({
      db: database.db,
      pool: database.pool,
      intakeDb: database.reserved,
      vault,
      connectors,
      ...ids,
      referenceKey: await referenceKey(database.db, vault),
      concurrency: config.concurrency,
      isAlone: database.embedded && mode === "own",
      reconcileHour: config.reconcileHour,
      ...reporting,
    });
    const setup: Setup = { ...engine, vault, ids: { ...ids, clock: engine.clock }, connectors };
    const watch = createRestoreWatch({
      db: database.db,
      dataDir: config.dataDir,
      installationId: installation.id,
      clock: systemClock,
      ids,
      ...reporting,
    });
    const begin = async (restoredAt: Date | null) => {
      await watch.start(restoredAt);
      await engine.start();
    };
    const close = async () => {
      await watch.stop();
      await engine.stop();
      await database.close();
    };
    return { database, engine, setup, logger, begin, close };
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
}

function createLogger({ config, logTo }: PlatformOptions): pino.Logger {
  const dest = logTo === "stderr" ? 2 : (logTo ?? 1);
  const destination = pino.destination({ dest, mode: 0o600, sync: false });
  return pino(
    {
      level: config.logLevel,
      base: undefined,
      formatters: { log: (fields) => redact(fields) as Record<string, unknown> },
    },
    destination,
  );
}

function logError(logger: pino.Logger, error: IntegrationError): void {
  logger.error({ code: error.code, hint: error.hint, err: error.cause }, error.message);
}

const referenceKeyLock = 4_600_002;

/** The secret references are derived from: made once, never changed, or nothing would be found again. */
async function referenceKey(db: Db, vault: Vault): Promise<Uint8Array> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${referenceKeyLock})`.execute(trx);
    const own = vault.within(trx);
    const known = await own.find(null, referenceKeyName);
    if (known) return Buffer.from(known, "base64");
    const fresh = Buffer.from(systemRandom.bytes(32));
    await own.put(null, referenceKeyName, fresh.toString("base64"));
    return fresh;
  });
}

export interface ListeningServer {
  /** Address without a slash at the end, such as http://127.0.0.1:4600. */
  url: string;
  close(): Promise<void>;
}

/** Begins to take webhooks. Throws CONFIGURATION_INVALID when the address cannot be listened on. */
export async function listen(platform: Platform, config: Config): Promise<ListeningServer> {
  const { engine, setup, logger } = platform;
  const { host, port } = config;
  const server = await createServer({ engine, setup, logger });
  try {
    const url = await server.listen({ host, port });
    return { url, close: () => closeServer(server) };
  } catch (thrown) {
    await server.close();
    throw explainListening(thrown, `${host}:${port}`);
  }
}

const idleCheckMs = 50;
const requestGraceMs = 5_000;

/**
 * Answers what is being worked on, and no more. A connection that a client keeps open after its answer
 * would else hold up the end of the process for more than a minute.
 */
async function closeServer(app: FastifyInstance): Promise<void> {
  const closed = app.close();
  let isClosed = false;
  const noted = closed.finally(() => {
    isClosed = true;
  });
  const deadlineMs = systemClock.monotonicMs() + requestGraceMs;
  while (!isClosed) {
    if (systemClock.monotonicMs() > deadlineMs) app.server.closeAllConnections();
    else app.server.closeIdleConnections();
    await Promise.race([noted, systemClock.sleep(idleCheckMs)]);
  }
  await noted;
}

function explainListening(thrown: unknown, address: string): unknown {
  const refusals = {
    EADDRINUSE: `Another program already listens on ${address}.`,
    EACCES: `This user may not listen on ${address}.`,
    EADDRNOTAVAIL: `This machine has no address to listen on ${address}.`,
    ENOTFOUND: `This machine has no address to listen on ${address}.`,
  };
  for (const [code, message] of Object.entries(refusals)) {
    if (!hasCode(thrown, code)) continue;
    const hint = "Choose another address with LEDGERLINE_PORT and LEDGERLINE_HOST.";
    return new IntegrationError("CONFIGURATION_INVALID", message, { hint, cause: thrown });
  }
  return thrown;
}
