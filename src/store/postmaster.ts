// Starts PostgreSQL on a cluster as a child process, and stops it. Knows nothing of what is inside.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, rename, stat } from "node:fs/promises";
import { createServer } from "node:net";
import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import type { ClusterPlace } from "./cluster-place.ts";
import { stopSignals } from "./leftover-postmaster.ts";
import { programSettings } from "./postgres-program.ts";
import { readPostmasterFile } from "./postmaster-file.ts";

export interface PostmasterOptions {
  place: ClusterPlace;
  /** Path of the `postgres` program. */
  program: string;
  logPath: string;
  /** PostgreSQL's settings by name, beyond our own. */
  settings: Readonly<Record<string, string>>;
  /** Any free one when absent. */
  port?: number;
  clock: Clock;
}

export interface Postmaster {
  port: number;
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<unknown>;
  stop(): Promise<void>;
}

/** Generous, because replaying the write-ahead log after a crash can take minutes. */
const startLimitMs = 300_000;
const pollMs = 10;
const portAttemptsMax = 5;
const logBytesMax = 10_000_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Keeps one older log, so that the file cannot fill the disk. */
async function rotateLog(logPath: string): Promise<void> {
  const size = await stat(logPath).then(
    (file) => file.size,
    () => 0,
  );
  if (size > logBytesMax) await rename(logPath, `${logPath}.1`);
}

function serverArguments(options: PostmasterOptions, port: number): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    ...options.settings,
  };
  const pairs = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", options.place.clusterDir, "-p", String(port), ...pairs];
}

/** In a session of its own: Ctrl-C in our terminal must not end the database before we are done. */
async function spawnServer(options: PostmasterOptions, port: number): Promise<ChildProcess> {
  const log = await open(options.logPath, "a", 0o600);
  try {
    const child = spawn(options.program, serverArguments(options, port), {
      ...programSettings(options.place.user),
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    await once(child, "spawn");
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** True when the server accepts connections, false when it ended instead. */
async function becomesReady(child: ChildProcess, options: PostmasterOptions): Promise<boolean> {
  const { clock, place } = options;
  const deadline = clock.monotonicMs() + startLimitMs;
  while (clock.monotonicMs() < deadline) {
    if (hasEnded(child)) return false;
    const file = await readPostmasterFile(place.clusterDir);
    if (file?.pid === child.pid && file?.status === "ready") return true;
    await clock.sleep(pollMs);
  }
  await stopServer(child, clock);
  return false;
}

async function endsWithin(child: ChildProcess, waitMs: number, clock: Clock): Promise<boolean> {
  if (hasEnded(child)) return true;
  const waiting = new AbortController();
  const { signal } = waiting;
  const ended = once(child, "exit", { signal }).catch(() => undefined);
  // The timer must not outlive the wait: it would keep our own process from ending.
  await Promise.race([ended, clock.sleep(waitMs, signal)]);
  waiting.abort();
  return hasEnded(child);
}

async function stopServer(child: ChildProcess, clock: Clock): Promise<void> {
  if (hasEnded(child)) return;
  child.ref();
  for (const { signal, waitMs } of stopSignals) {
    child.kill(signal);
    if (await endsWithin(child, waitMs, clock)) return;
  }
}

async function lastComplaint(logPath: string): Promise<string> {
  const lines = (await readFile(logPath, "utf8")).trimEnd().split("\n");
  return lines.findLast((line) => /\b(FATAL|PANIC|ERROR):/.test(line)) ?? lines.at(-1) ?? "";
}

function handOut(child: ChildProcess, port: number, clock: Clock): Postmaster {
  // A process that ends without closing its database at least asks it to shut down in order.
  const stopOnExit = () => child.kill("SIGINT");
  process.once("exit", stopOnExit);
  return {
    port,
    ended: once(child, "exit").finally(() => process.off("exit", stopOnExit)),
    stop: () => stopServer(child, clock),
  };
}

/** Starts the server on a port of the loopback address. Throws DATABASE_UNAVAILABLE. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  let complaint = "";
  for (let attempt = 0; attempt < portAttemptsMax; attempt += 1) {
    await rotateLog(options.logPath);
    const port = options.port ?? (await freePort());
    const child = await spawnServer(options, port);
    if (await becomesReady(child, options)) return handOut(child, port, options.clock);
    complaint = await lastComplaint(options.logPath);
    // Somebody else took the port between our look and the server's start.
    if (!/could not (bind|create any TCP)/.test(complaint)) break;
  }
  throw new IntegrationError(
    "DATABASE_UNAVAILABLE",
    `The embedded database did not start: ${complaint}`,
    { hint: `Read ${options.logPath}.` },
  );
}
