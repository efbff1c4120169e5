// PostgreSQL refuses to run as root. This finds the user it runs as instead, and tells which folders
// that user can enter.

import { readFile, realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { IntegrationError } from "../core/errors.ts";
import { hasCode } from "./data-folder.ts";

export interface SystemUser {
  uid: number;
  gid: number;
}

/** In order of preference; `nobody` exists everywhere, the others only where somebody made them. */
const candidates = ["ledgerline", "postgres", "nobody"];

async function ownerOf(path: string): Promise<SystemUser | null> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

async function unprivilegedUser(): Promise<SystemUser> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  for (const name of candidates) {
    const [, , uid, gid] = lines.find(([user]) => user === name) ?? [];
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    "PostgreSQL cannot run as root, and there is no other user to run it as.",
    {
      hint: 'Start Ledgerline as an ordinary user, make a user "ledgerline", or set DATABASE_URL.',
    },
  );
}

/**
 * The user PostgreSQL runs as; null means as ourselves. An existing cluster keeps its owner, since
 * PostgreSQL refuses a folder that belongs to somebody else.
 */
export async function postgresUser(clusterDir: string): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await ownerOf(clusterDir);
  return owner !== null && owner.uid !== 0 ? owner : unprivilegedUser();
}

/** Whether a user may pass through a folder and all folders above it. */
export async function canEnter(folder: string, user: SystemUser): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder);
  const others = gid === user.gid ? 0o010 : 0o001;
  if ((mode & (uid === user.uid ? 0o100 : others)) === 0) return false;
  const parent = dirname(await realpath(folder));
  return parent === folder || canEnter(parent, user);
}
