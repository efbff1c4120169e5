// A backup of a world's database taken while it works, and the platform started again on that backup, in
// the same data folder and with the same shop and books.

import { connectors } from "../../src/connectors/registry.ts";
import { systemClock } from "../../src/core/clock.ts";
import { systemRandom } from "../../src/core/ids.ts";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import { createRestoreWatch, type RestoreWatch } from "../../src/engine/restore-watch.ts";
import { ensureInstallation } from "../../src/store/installation.ts";
import type { Db } from "../../src/store/schema.ts";
import { createVault } from "../../src/vault/vault.ts";
import { copyTestDatabase, type TestDatabase } from "./database.ts";
import type { World } from "./world.ts";

const ids = { clock: systemClock, random: systemRandom };

/** Cuts all connections for a moment, as a snapshot of the disk does not, but as consistent as one. */
export function backUp(world: World): Promise<TestDatabase> {
  return copyTestDatabase(world.database.name);
}

export interface WatchedFolder {
  dataDir: string;
  /** What people were told. */
  told: string[];
}

export async function watchRestores(db: Db, folder: WatchedFolder): Promise<RestoreWatch> {
  const { id } = await ensureInstallation(db, ids);
  return createRestoreWatch({
    db,
    dataDir: folder.dataDir,
    installationId: id,
    clock: systemClock,
    ids,
    tell: (message) => folder.told.push(message),
    onError: (error) => {
      throw error;
    },
  });
}

/** The engine as `createWorld` makes it, on another database. */
export function engineOn(database: TestDatabase): Promise<Engine> {
  return createEngine({
    db: database.db,
    pool: database.pool,
    vault: createVault({ db: database.db, key: new Uint8Array(32).fill(7), ids }),
    connectors,
    clock: systemClock,
    random: { ...systemRandom, float: () => 0 },
    referenceKey: new Uint8Array(32).fill(9),
    concurrency: 16,
    isAlone: true,
    onError: () => undefined,
  });
}
