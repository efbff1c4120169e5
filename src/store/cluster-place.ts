// Where the embedded database of a data folder lives, and as whom it runs. Makes no cluster.

import { createHash } from "node:crypto";
import { mkdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { IntegrationError } from "../core/errors.ts";
import { ensureDataFolder, hasCode, readIfExists, writePrivateFile } from "./data-folder.ts";
import { canEnter, postgresUser, type SystemUser } from "./postgres-user.ts";

export interface ClusterPlace {
  dataDir: string;
  /** The data folder, or a folder elsewhere when PostgreSQL's user cannot enter the data folder. */
  home: string;
  /** PostgreSQL's own data directory. */
  clusterDir: string;
  /** Null: PostgreSQL runs as ourselves. */
  user: SystemUser | null;
}

const outsideHomes = "/var/lib/ledgerline";

function pointerPath(dataDir: string): string {
  return join(dataDir, "postgres-home");
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}

async function followPointer(dataDir: string, home: string): Promise<ClusterPlace> {
  const clusterDir = join(home, "postgres");
  if (!(await exists(clusterDir))) {
    throw new IntegrationError(
      "CONFIGURATION_INVALID",
      `The database of the data folder ${dataDir} should be in ${clusterDir}, but is not there.`,
      { hint: `Restore it there, or remove ${pointerPath(dataDir)} to begin with an empty one.` },
    );
  }
  return { dataDir, home, clusterDir, user: await postgresUser(clusterDir) };
}

/** A folder outside whose name follows from the data folder, so that a lost pointer does no harm. */
async function placeOutside(dataDir: string): Promise<ClusterPlace> {
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  const home = join(outsideHomes, name);
  await mkdir(home, { recursive: true, mode: 0o755 });
  const clusterDir = join(home, "postgres");
  return { dataDir, home, clusterDir, user: await postgresUser(clusterDir) };
}

/** Decides where the cluster is, or is to be made. */
export async function placeCluster(givenDir: string): Promise<ClusterPlace> {
  await ensureDataFolder(givenDir);
  // A running server is recognised by its path, so one folder must not have two spellings.
  const dataDir = await realpath(givenDir);
  const pointer = await readIfExists(pointerPath(dataDir));
  if (pointer !== null) return followPointer(dataDir, pointer.trim());
  const clusterDir = join(dataDir, "postgres");
  const user = await postgresUser(clusterDir);
  if (user === null || (await canEnter(dataDir, user))) {
    return { dataDir, home: dataDir, clusterDir, user };
  }
  return placeOutside(dataDir);
}

/** Remembers a home outside, once the cluster is there: from then on it is found even if moved. */
export async function rememberPlace({ dataDir, home }: ClusterPlace): Promise<void> {
  if (home !== dataDir) await writePrivateFile(pointerPath(dataDir), `${home}\n`);
}

export function hasCluster(place: ClusterPlace): Promise<boolean> {
  return exists(join(place.clusterDir, "PG_VERSION"));
}
