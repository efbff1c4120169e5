// Deals with a PostgreSQL that outlived the Ledgerline process that started it (killed, out of memory).

import { rm } from "node:fs/promises";
import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import { postmasterFilePath, readPostmasterFile } from "./postmaster-file.ts";
import { type ProcessFacts, readProcessFacts } from "./process-facts.ts";

/** How PostgreSQL is asked to stop, from gently to certainly, and how long each may take. */
export const stopSignals = [
  { signal: "SIGINT", waitMs: 10_000 },
  { signal: "SIGQUIT", waitMs: 5_000 },
  { signal: "SIGKILL", waitMs: 5_000 },
] as const;

const pollMs = 20;

function isPostmasterOf(clusterDir: string, { command }: ProcessFacts): boolean {
  const [program = ""] = command.split(" -D ");
  return program.endsWith("/postgres") && command.includes(` -D ${clusterDir} `);
}

async function isGone(pid: number, startMark: string): Promise<boolean> {
  const facts = await readProcessFacts(pid);
  return facts === null || facts.startMark !== startMark;
}

async function waitUntilGone(
  process: { pid: number; startMark: string },
  waitMs: number,
  clock: Clock,
): Promise<boolean> {
  const deadline = clock.monotonicMs() + waitMs;
  while (!(await isGone(process.pid, process.startMark))) {
    if (clock.monotonicMs() > deadline) return false;
    await clock.sleep(pollMs);
  }
  return true;
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself between the look and the signal.
  }
}

/**
 * Stops a PostgreSQL left over on this cluster. Stopping is safer than taking it over: sessions of the
 * dead process may still hold locks, its settings may be of another version, and only a child of ours
 * tells us when it ends. The caller holds the data folder's lock, so nobody else uses it.
 */
export async function stopLeftoverPostmaster(clusterDir: string, clock: Clock): Promise<void> {
  const file = await readPostmasterFile(clusterDir);
  if (file === null) return;
  const facts = await readProcessFacts(file.pid);
  if (facts === null || !isPostmasterOf(clusterDir, facts)) {
    // PostgreSQL would take whoever has the id by now for itself and refuse to start.
    await rm(postmasterFilePath(clusterDir), { force: true });
    return;
  }
  const leftover = { pid: file.pid, startMark: facts.startMark };
  for (const { signal, waitMs } of stopSignals) {
    signalIfAlive(file.pid, signal);
    if (await waitUntilGone(leftover, waitMs, clock)) return;
  }
  throw new IntegrationError(
    "DATABASE_UNAVAILABLE",
    `The embedded database still runs as process ${file.pid} and cannot be stopped.`,
    { hint: "End that process, then start again." },
  );
}
