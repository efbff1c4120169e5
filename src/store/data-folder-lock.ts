// One process per data folder. The lock is a file naming its holder; a dead holder's lock is taken
// over. It cannot see holders in other containers or machines: do not share the folder between them.

import { link, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { IntegrationError } from "../core/errors.ts";
import { createPrivateFile, hasCode, nameBeside, readIfExists } from "./data-folder.ts";
import { readProcessFacts } from "./process-facts.ts";

const lockHolder = z.object({ pid: z.number().int(), startMark: z.string() });
export type LockHolder = z.infer<typeof lockHolder>;

export interface DataFolderLock {
  release(): Promise<void>;
}

const attemptsMax = 5;

function lockPath(dataDir: string): string {
  return join(dataDir, "lock");
}

async function isRunning(holder: LockHolder): Promise<boolean> {
  const facts = await readProcessFacts(holder.pid);
  return facts !== null && facts.startMark === holder.startMark;
}

function parseHolder(text: string): LockHolder | null {
  try {
    return lockHolder.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The living process that holds the folder; null when nobody does. */
export async function findLockHolder(dataDir: string): Promise<LockHolder | null> {
  const text = await readIfExists(lockPath(dataDir));
  const holder = text === null ? null : parseHolder(text);
  return holder !== null && (await isRunning(holder)) ? holder : null;
}

/**
 * Moves a dead holder's lock out of the way. Of several processes that try, one gets the file; if the
 * lock changed hands since it was judged, it is put back.
 */
async function removeStale(dataDir: string, judged: string): Promise<void> {
  const aside = nameBeside(lockPath(dataDir));
  try {
    await rename(lockPath(dataDir), aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  if ((await readIfExists(aside)) !== judged) await link(aside, lockPath(dataDir));
  await rm(aside, { force: true });
}

function inUse(dataDir: string, holder: LockHolder | null): IntegrationError {
  const who = holder === null ? "another process" : `process ${holder.pid}`;
  return new IntegrationError(
    "DATA_FOLDER_IN_USE",
    `The data folder ${dataDir} is in use by ${who}.`,
    { details: { pid: holder?.pid ?? null } },
  );
}

/** Takes the folder for this process. Throws DATA_FOLDER_IN_USE naming the process that has it. */
export async function lockDataFolder(dataDir: string): Promise<DataFolderLock> {
  const own = await readProcessFacts(process.pid);
  const text = JSON.stringify({ pid: process.pid, startMark: own?.startMark ?? "" });
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    if (await createPrivateFile(lockPath(dataDir), text)) {
      return { release: () => rm(lockPath(dataDir), { force: true }) };
    }
    const judged = await readIfExists(lockPath(dataDir));
    const holder = await findLockHolder(dataDir);
    if (holder !== null) throw inUse(dataDir, holder);
    if (judged !== null) await removeStale(dataDir, judged);
  }
  throw inUse(dataDir, null);
}
