// Removes a data folder with everything in it. For folders that are made to be thrown away.

import { rm } from "node:fs/promises";
import { systemClock } from "../core/clock.ts";
import { placeCluster } from "./cluster-place.ts";
import { ensureDataFolder } from "./data-folder.ts";
import { lockDataFolder } from "./data-folder-lock.ts";
import { stopLeftoverPostmaster } from "./leftover-postmaster.ts";

/**
 * Removes the folder and its database, also one that is kept elsewhere; a database left running by a
 * dead process is stopped first. Throws DATA_FOLDER_IN_USE when a process works on the folder.
 */
export async function removeDataFolder(dataDir: string): Promise<void> {
  await ensureDataFolder(dataDir);
  const lock = await lockDataFolder(dataDir);
  try {
    const { clusterDir } = await placeCluster(dataDir);
    await stopLeftoverPostmaster(clusterDir, systemClock);
    // The folder first: a database elsewhere is still found by the folder's path, should we end in between.
    await rm(dataDir, { recursive: true, force: true });
    await rm(clusterDir, { recursive: true, force: true });
  } catch (error) {
    await lock.release();
    throw error;
  }
}
