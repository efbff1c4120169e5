// Word left in the data folder of where its running embedded database is, for commands that run
// beside the server. Valid only while its writer holds the folder.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import { readIfExists, writePrivateFile } from "./data-folder.ts";
import { findLockHolder } from "./data-folder-lock.ts";

const databaseAddress = z.object({ connectionString: z.string(), pid: z.number().int() });
type DatabaseAddress = z.infer<typeof databaseAddress>;

const waitLimitMs = 15_000;
const pollMs = 50;

function addressPath(dataDir: string): string {
  return join(dataDir, "database.json");
}

/** The file holds the database's password, so only its owner may read it. */
export async function writeAddress(dataDir: string, address: DatabaseAddress): Promise<void> {
  await writePrivateFile(addressPath(dataDir), `${JSON.stringify(address)}\n`);
}

export async function removeAddress(dataDir: string): Promise<void> {
  await rm(addressPath(dataDir), { force: true });
}

async function readAddress(dataDir: string): Promise<DatabaseAddress | null> {
  const text = await readIfExists(addressPath(dataDir));
  return text === null ? null : databaseAddress.parse(JSON.parse(text));
}

/**
 * The connection string of the database that the folder's holder runs, waiting while it is still
 * starting; null when the holder is gone. Throws DATABASE_UNAVAILABLE after 15 seconds.
 */
export async function waitForAddress(dataDir: string, clock: Clock): Promise<string | null> {
  const deadline = clock.monotonicMs() + waitLimitMs;
  while (clock.monotonicMs() < deadline) {
    const holder = await findLockHolder(dataDir);
    if (holder === null) return null;
    const address = await readAddress(dataDir);
    // A file left by a killed process names another id.
    if (address?.pid === holder.pid) return address.connectionString;
    await clock.sleep(pollMs);
  }
  throw new IntegrationError(
    "DATABASE_UNAVAILABLE",
    "The running Ledgerline process has not opened its database yet.",
    { hint: "Try again in a moment; if it lasts, look at postgres.log in the data folder." },
  );
}
