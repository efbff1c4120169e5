// A whole installation as real processes: PostgreSQL, the platform several times, and the simulated
// systems, with a failing link between every two of them.

import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "../../sandbox/kit/seeded-random.ts";
import type { Simulator } from "../../sandbox/kit/simulator.ts";
import { type Sandbox, startSandbox } from "../../sandbox/start.ts";
import { connectSandbox } from "../../src/cli/demo/connect-sandbox.ts";
import { readConfig } from "../../src/config.ts";
import { listen, openPlatform, type Platform } from "../../src/platform.ts";
import type { Environment } from "../e2e/process/ledgerline-process.ts";
import { freePort } from "../support/free-port.ts";
import { Fleet, type Place } from "./fleet/fleet.ts";
import {
  type OwnDatabase,
  type OwnDatabaseOptions,
  startOwnDatabase,
} from "./fleet/own-database.ts";
import { type History, openHistory } from "./history.ts";
import { startTcpProxy, type TcpProxy } from "./network/tcp-proxy.ts";
import { type LinkName, links } from "./plan.ts";

export interface RealWorld {
  folder: string;
  history: History;
  database: OwnDatabase;
  sandbox: Sandbox;
  links: Readonly<Record<LinkName, TcpProxy>>;
  /** The platform's functions in a person's hands, on the database without a proxy; it works on nothing. */
  platform: Platform;
  fleet: Fleet;
  close(options: { keepFolder: boolean }): Promise<void>;
}

/** Webhooks come through something that waits a while for a process to be up. */
const balancerPatienceMs = 3_000;

export interface RealWorldOptions {
  seed: number;
  /** Processes that take webhooks and work, and processes that only work. */
  starts?: number;
  workers?: number;
  /** Environment of the platform's processes beyond what the world needs. */
  env?: Environment;
  database?: Omit<OwnDatabaseOptions, "folder">;
}

/** The wait for answers is short, and what is late stays below the settle time. */
const limits = { timeoutMs: 2_000, settleMs: 3_000 };

export async function startRealWorld(options: RealWorldOptions): Promise<RealWorld> {
  const folder = await makeFolder();
  const history = openHistory(folder);
  const database = await startOwnDatabase({
    folder: join(folder, "database"),
    ...options.database,
  });
  const sandbox = await startSandbox({
    seed: options.seed,
    kentico: { settings: { webhookCoalesceMs: 20 } },
  });
  const ports = await Promise.all(Array.from({ length: options.starts ?? 2 }, freePort));
  const proxies = await startProxies(options.seed, { database, sandbox, ports });
  const dataDir = join(folder, "data");
  const env = {
    ...options.env,
    LEDGERLINE_DATA: dataDir,
    DATABASE_URL: database.connectionString(proxies.database.port),
    LEDGERLINE_LOG: "error",
    LEDGERLINE_CONCURRENCY: "8",
  };
  const direct = readConfig({ ...env, DATABASE_URL: database.connectionString() }, "/");
  const platform = await openPlatform({
    config: { ...direct, port: 0 },
    mode: "own",
    logTo: join(folder, "operator.log"),
  });
  const world = { sandbox, proxies, port: ports[0] ?? 0 };
  await connect(platform, { ...direct, port: ports[0] ?? 0 }, world);
  const places = [
    ...ports.map((port, index) =>
      startPlace(`start-${index + 1}`, { ...env, LEDGERLINE_PORT: String(port) }),
    ),
    ...Array.from({ length: options.workers ?? 2 }, (_, index) =>
      workerPlace(`worker-${index + 1}`, env),
    ),
  ];
  const fleet = new Fleet({ places, sleeper: workerPlace("sleeper", env), history });
  const close = async ({ keepFolder }: { keepFolder: boolean }) => {
    await fleet.killAll();
    await platform.close();
    await sandbox.close();
    await Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
    await database.stop();
    await history.close();
    if (!keepFolder) await rm(folder, { recursive: true, force: true });
  };
  return { folder, history, database, sandbox, links: proxies, platform, fleet, close };
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ledgerline-faults-"));
  // As root, PostgreSQL runs as another user, who must be able to enter.
  if (process.getuid?.() === 0) await chmod(folder, 0o711);
  return folder;
}

function startPlace(name: string, env: Environment): Place {
  return { name, command: ["start"], readyLine: "Ledgerline is ready at", env };
}

function workerPlace(name: string, env: Environment): Place {
  return { name, command: ["worker"], readyLine: "The worker is ready.", env };
}

function portOf({ url }: Simulator): number {
  return Number(new URL(url).port);
}

async function startProxies(
  seed: number,
  world: { database: OwnDatabase; sandbox: Sandbox; ports: readonly number[] },
): Promise<Record<LinkName, TcpProxy>> {
  const { database, sandbox, ports } = world;
  const targets: Record<LinkName, readonly number[]> = {
    shop: [portOf(sandbox.kentico)],
    books: [portOf(sandbox.freshbooks)],
    database: [database.port],
    hooks: ports,
  };
  const started = await Promise.all(
    links.map(async (name, index) => {
      const random = seededRandom(seed + index);
      const patienceMs = name === "hooks" ? balancerPatienceMs : 0;
      const proxy = await startTcpProxy({ targets: () => targets[name], patienceMs, random });
      return [name, proxy] as const;
    }),
  );
  return Object.fromEntries(started) as Record<LinkName, TcpProxy>;
}

function behind(simulator: Simulator, { port }: TcpProxy): Simulator {
  return { ...simulator, url: `http://127.0.0.1:${port}` };
}

/** Connects both systems by the proxies' addresses, from within this process. */
async function connect(
  platform: Platform,
  config: ReturnType<typeof readConfig>,
  world: { sandbox: Sandbox; proxies: Record<LinkName, TcpProxy> },
): Promise<void> {
  const { sandbox, proxies } = world;
  const server = await listen(platform, config);
  try {
    await connectSandbox({
      setup: platform.setup,
      sandbox: {
        ...sandbox,
        kentico: behind(sandbox.kentico, proxies.shop),
        freshbooks: behind(sandbox.freshbooks, proxies.books),
      },
      publicUrl: `http://127.0.0.1:${proxies.hooks.port}`,
      limits,
    });
    await fetch(`${sandbox.freshbooks.url}/_control/webhooks/idle`);
  } finally {
    await server.close();
  }
}
