// A whole world for one test: a fresh database, the platform, and the simulated shop and books.

import { pino } from "pino";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/start.ts";
import { createServer } from "../../src/api/server.ts";
import { connectSandbox } from "../../src/cli/demo/connect-sandbox.ts";
import { connectors } from "../../src/connectors/registry.ts";
import { type Clock, systemClock } from "../../src/core/clock.ts";
import { type Random, systemRandom } from "../../src/core/ids.ts";
import type { JsonObject } from "../../src/core/json.ts";
import type { Setup } from "../../src/engine/connection-setup.ts";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import { openReserved } from "../../src/store/database.ts";
import { createVault } from "../../src/vault/vault.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

export interface WorldOptions {
  params?: JsonObject;
  limits?: JsonObject;
  shopSettings?: JsonObject;
  booksSettings?: JsonObject;
  /** How the simulators differ from plain ones; the shop announces changes at once unless told. */
  sandbox?: Omit<SandboxOptions, "seed" | "ports">;
  /** False leaves the engine stopped, so that events only pile up. */
  start?: boolean;
  clock?: Clock;
  random?: Random;
}

export interface World {
  engine: Engine;
  setup: Setup;
  sandbox: Sandbox;
  publicUrl: string;
  database: TestDatabase;
  /** Errors the engine reported besides those of runs. */
  errors: string[];
  close(): Promise<void>;
}

/** A plain shop gathers the updates of an order for two seconds; no test has to wait for that. */
function withPromptShop(sandbox: WorldOptions["sandbox"]): SandboxOptions {
  const settings = { webhookCoalesceMs: 20, ...sandbox?.kentico?.settings };
  return { ...sandbox, kentico: { ...sandbox?.kentico, settings } };
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const { clock = systemClock, random = systemRandom } = options;
  const ids = { clock, random };
  const database = await createTestDatabase();
  const intakeDb = openReserved(database);
  const sandbox = await startSandbox({ seed: 1, ...withPromptShop(options.sandbox) });
  const errors: string[] = [];
  const vault = createVault({ db: database.db, key: new Uint8Array(32).fill(7), ids });
  const engine = await createEngine({
    db: database.db,
    pool: database.pool,
    intakeDb,
    vault,
    connectors,
    ...ids,
    referenceKey: new Uint8Array(32).fill(9),
    concurrency: 16,
    isAlone: true,
    onError: (error) => errors.push(`${error.code}: ${error.message}`),
  });
  const setup: Setup = { ...engine, vault, ids, connectors };
  const server = await createServer({ engine, setup, logger: pino({ level: "silent" }) });
  const publicUrl = await server.listen({ host: "127.0.0.1", port: 0 });
  await connectSandbox({ ...options, setup, sandbox, publicUrl });
  if (options.start !== false) await engine.start();
  const close = async () => {
    await sandbox.close();
    await server.close();
    await engine.stop();
    await intakeDb.destroy();
    await database.drop();
  };
  return { engine, setup, sandbox, publicUrl, database, errors, close };
}
