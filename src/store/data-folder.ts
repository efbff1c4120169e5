// The data folder and small files in it. What they mean is the business of those who write them.

import { chmod, link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { IntegrationError } from "../core/errors.ts";
import { systemRandom } from "../core/ids.ts";

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/**
 * Makes the data folder, closed to others. As root it can be entered (not listed), because PostgreSQL
 * refuses to run as root and its own user has to reach the cluster inside.
 */
export async function ensureDataFolder(dataDir: string): Promise<void> {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  try {
    const made = await mkdir(dataDir, { recursive: true, mode });
    // The umask may have taken bits away.
    if (made !== undefined) await chmod(dataDir, mode);
  } catch (cause) {
    throw new IntegrationError(
      "CONFIGURATION_INVALID",
      `The data folder ${dataDir} cannot be made.`,
      { hint: "Choose a folder this user may write with LEDGERLINE_DATA.", cause },
    );
  }
}

/** Turns a refusal of the file system into words; any other error stays what it is. */
export function explainRefusal(path: string, error: unknown): unknown {
  const isRefusal = ["EACCES", "EPERM", "EROFS"].some((code) => hasCode(error, code));
  if (!isRefusal) return error;
  return new IntegrationError(
    "CONFIGURATION_INVALID",
    `The file ${path} of the data folder cannot be used by this user.`,
    { hint: "Run Ledgerline as the user that owns the data folder.", cause: error },
  );
}

/** The file's text; null when there is no such file. */
export async function readIfExists(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw explainRefusal(path, error);
  }
}

/** A name beside a file that nobody else uses, for a text on its way in or out. */
export function nameBeside(path: string): string {
  return `${path}.${Buffer.from(systemRandom.bytes(6)).toString("hex")}`;
}

/** Writes a file only its owner may read; a reader sees the old text or the new, never a part. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const fresh = nameBeside(path);
  try {
    await writeFile(fresh, text, { mode: 0o600, flush: true });
    await rename(fresh, path);
  } catch (error) {
    throw explainRefusal(path, error);
  }
}

/**
 * Makes a file only its owner may read, unless it exists: then it stays and false is returned. Of
 * several processes one makes it, and nobody sees a part of the text.
 */
export async function createPrivateFile(path: string, text: string): Promise<boolean> {
  const fresh = nameBeside(path);
  try {
    await writeFile(fresh, text, { mode: 0o600, flush: true });
    await link(fresh, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw explainRefusal(path, error);
  } finally {
    await rm(fresh, { force: true });
  }
}
