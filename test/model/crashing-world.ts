// The simulated shop and books with a platform that can be torn down at any instant, as by a power cut, and
// started anew on the same database. What a dead platform still tries reaches neither database nor network.

import type pg from "pg";
import { pino } from "pino";
import { Agent, type Dispatcher } from "undici";
import { startSandbox } from "../../sandbox/start.ts";
import { createServer } from "../../src/api/server.ts";
import { connectSandbox } from "../../src/cli/demo/connect-sandbox.ts";
import { connectors } from "../../src/connectors/registry.ts";
import { type Clock, systemClock } from "../../src/core/clock.ts";
import { systemRandom } from "../../src/core/ids.ts";
import type { Setup } from "../../src/engine/connection-setup.ts";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import { openKysely, openPool } from "../../src/store/database.ts";
import { createVault } from "../../src/vault/vault.ts";
import { createTestDatabase } from "../support/database.ts";
import type { World } from "../support/world.ts";

/** Longer than any answer takes, shorter than a test wants to wait. */
const settleMs = 150;
/** Delays are drawn at their shortest. */
const random = { ...systemRandom, float: () => 0 };

export interface CrashingWorld extends World {
  /** Everything in memory is gone, and nothing works on until `restart`. */
  crash(): Promise<void>;
  restart(): Promise<void>;
}

interface Life {
  engine: Engine;
  setup: Setup;
  end(): Promise<void>;
  /** Cuts it off from everything. */
  cut(): Promise<void>;
}

/** Time stands still for the dead. */
function mortalClock(): Clock & { stop(): void } {
  let isDead = false;
  const never = new Promise<never>(() => {});
  return {
    ...systemClock,
    sleep: async (durationMs, signal) => {
      await systemClock.sleep(durationMs, signal);
      if (isDead) await never;
    },
    stop: () => {
      isDead = true;
    },
  };
}

/** The pool with a way to end its sessions in the middle of whatever they do. */
function mortalPool(connectionString: string): { pool: pg.Pool; kill(): Promise<void> } {
  const pool = openPool({ connectionString, poolSize: 10 });
  const clients = new Set<pg.PoolClient>();
  pool.on("connect", (client) => clients.add(client));
  pool.on("remove", (client) => clients.delete(client));
  const refuse = () => Promise.reject(new Error("The process is dead."));
  const kill = async () => {
    Object.assign(pool, { connect: refuse, query: refuse });
    const ended = [...clients].map(
      (client) =>
        new Promise((resolve) => {
          client.once("end", resolve);
          (
            client as unknown as { connection: { stream: { destroy(): void } } }
          ).connection.stream.destroy();
        }),
    );
    await Promise.all(ended);
  };
  return { pool, kill };
}

async function beginLife(connectionString: string, onError: (line: string) => void): Promise<Life> {
  const clock = mortalClock();
  const { pool, kill } = mortalPool(connectionString);
  const db = openKysely(pool);
  const agents: Dispatcher[] = [];
  let isDead = false;
  const openDispatcher = (options: ConstructorParameters<typeof Agent>[0]) => {
    const agent = new Agent(options);
    agents.push(agent);
    return agent;
  };
  const ids = { clock, random };
  const vault = createVault({ db, key: new Uint8Array(32).fill(7), ids });
  const engine = await createEngine({
    db,
    pool,
    vault,
    connectors,
    ...ids,
    openDispatcher,
    referenceKey: new Uint8Array(32).fill(9),
    concurrency: 16,
    isAlone: true,
    onError: (error) => {
      if (!isDead) onError(`${error.code}: ${error.message}`);
    },
  });
  const end = async () => {
    await engine.stop();
    await db.destroy();
  };
  const cut = async () => {
    isDead = true;
    clock.stop();
    await Promise.all([kill(), ...agents.map((agent) => agent.destroy())]);
  };
  return { engine, setup: { ...engine, vault, ids, connectors }, end, cut };
}

/** An object that is always the one of the current life. */
function current<T extends object>(of: () => T): T {
  return new Proxy({} as T, { get: (_target, key) => Reflect.get(of(), key) });
}

/** A poll tells of changes a second time, whenever it pleases; here only what the shop announces counts. */
async function stopPolling({ db, poller }: Engine): Promise<void> {
  await poller.pollDue();
  await db
    .updateTable("cursor")
    .set({ next_poll_at: new Date("2100-01-01") })
    .execute();
}

export async function createCrashingWorld(): Promise<CrashingWorld> {
  const database = await createTestDatabase();
  const errors: string[] = [];
  const begin = () => beginLife(database.connectionString, (line) => errors.push(line));
  let life = await begin();
  const engine = current(() => life.engine);
  const setup = current(() => life.setup);
  const sandbox = await startSandbox({ seed: 1, kentico: { settings: { webhookCoalesceMs: 20 } } });
  const server = await createServer({ engine, setup, logger: pino({ level: "silent" }) });
  const publicUrl = await server.listen({ host: "127.0.0.1", port: 0 });
  await connectSandbox({
    setup: life.setup,
    sandbox,
    publicUrl,
    limits: { settleMs, timeoutMs: 2_000 },
  });
  await stopPolling(life.engine);
  await life.engine.start();
  return {
    engine,
    setup,
    sandbox,
    publicUrl,
    database,
    errors,
    crash: () => life.cut(),
    restart: async () => {
      life = await begin();
      await life.engine.start();
    },
    close: async () => {
      await sandbox.close();
      await server.close();
      await life.end();
      await database.drop();
    },
  };
}
