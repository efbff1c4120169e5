// An installation of its own: a data folder, a fixed port, and the processes a test starts on them.

import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../../sandbox/start.ts";
import { connectSandbox } from "../../../src/cli/demo/connect-sandbox.ts";
import { readConfig } from "../../../src/config.ts";
import { listen, openPlatform } from "../../../src/platform.ts";
import { type OpenDatabase, openDatabase } from "../../../src/store/database.ts";
import { removeDataFolder } from "../../../src/store/remove-data-folder.ts";
import { freePort } from "../../support/free-port.ts";
import {
  type Ended,
  type Environment,
  type LedgerlineProcess,
  startLedgerline,
} from "./ledgerline-process.ts";
import { until } from "./until.ts";

export interface Installation {
  dataDir: string;
  env: Environment;
  /** Address of `start`, also before it runs. */
  url: string;
  /** Starts the platform; resolves when it can take work. */
  start(): Promise<LedgerlineProcess>;
  /** Starts any command, and leaves it running. */
  spawn(args: readonly string[], env?: Environment): LedgerlineProcess;
  /** Runs a command to its end, with nobody at the keyboard. */
  run(args: readonly string[], env?: Environment): Promise<Ended>;
  /** The database, beside a running process or by itself; close it again. */
  openDatabase(): Promise<OpenDatabase>;
  /** Ends what still runs, and removes the folder. */
  close(): Promise<void>;
}

async function makeDataFolder(below: string): Promise<string> {
  const dataDir = await mkdtemp(join(below, "ledgerline-process-"));
  // As root, PostgreSQL runs as another user, who must be able to enter.
  if (process.getuid?.() === 0) await chmod(dataDir, 0o711);
  return dataDir;
}

/** `below`: the folder to put the data folder in. */
export async function makeInstallation(
  extra: Environment = {},
  below = tmpdir(),
): Promise<Installation> {
  const dataDir = await makeDataFolder(below);
  const port = await freePort();
  const env = { LEDGERLINE_DATA: dataDir, LEDGERLINE_PORT: String(port), ...extra };
  const url = `http://127.0.0.1:${port}`;
  const started: LedgerlineProcess[] = [];
  const spawn = (args: readonly string[], more: Environment = {}) => {
    const child = startLedgerline(args, { ...env, ...more });
    started.push(child);
    return child;
  };
  return {
    dataDir,
    env,
    url,
    spawn,
    start: () => untilReady(spawn(["start"]), url),
    run: (args, more) => {
      const child = spawn(args, more);
      child.endInput();
      return child.ended;
    },
    openDatabase: () =>
      openDatabase({ config: readConfig(env, "/"), mode: "join-or-own", poolSize: 2 }),
    close: async () => {
      for (const child of started.filter((each) => each.isRunning)) child.kill("SIGKILL");
      await Promise.all(started.map((child) => child.ended));
      await removeDataFolder(dataDir);
    },
  };
}

export async function untilReady(
  child: LedgerlineProcess,
  url: string,
): Promise<LedgerlineProcess> {
  await until(() => !child.isRunning || isReady(url), { what: `${url} is ready` });
  if (child.isRunning) return child;
  throw new Error(`The platform ended instead of starting: ${(await child.ended).stderr}`);
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Connects a simulated shop and simulated books from within the test; no process runs afterwards. */
export async function connectNewSandbox({ env, url }: Installation): Promise<Sandbox> {
  const sandbox = await startSandbox({
    seed: 1,
    kentico: { settings: { webhookCoalesceMs: 20 } },
  });
  const config = { ...readConfig(env, "/"), logLevel: "silent" as const };
  const platform = await openPlatform({ config, mode: "own" });
  const server = await listen(platform, config);
  try {
    await connectSandbox({ setup: platform.setup, sandbox, publicUrl: url });
    await fetch(`${sandbox.freshbooks.url}/_control/webhooks/idle`);
  } finally {
    await server.close();
    await platform.close();
  }
  return sandbox;
}
