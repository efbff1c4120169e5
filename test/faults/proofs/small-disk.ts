// A small disk of its own in memory, to be filled up and emptied. Only root may mount one.

import { execFile } from "node:child_process";
import { mkdtemp, open, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface SmallDisk {
  folder: string;
  /** Takes all space that is left, and keeps taking what comes free, until `free` is called. */
  fill(): Promise<void>;
  free(): Promise<void>;
  remove(): Promise<void>;
}

const chunkBytes = 64 * 1024;

/** Null when this user may not mount. */
export async function makeSmallDisk(megabytes: number): Promise<SmallDisk | null> {
  const folder = await mkdtemp(join(tmpdir(), "ledgerline-small-disk-"));
  const options = `size=${megabytes}m,mode=0755`;
  try {
    await run("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]);
  } catch {
    await rmdir(folder);
    return null;
  }
  const filler = join(folder, "filler");
  return {
    folder,
    fill: () => writeUntilFull(filler),
    free: () => rm(filler, { force: true }),
    remove: async () => {
      await run("umount", ["-l", folder]);
      await rmdir(folder);
    },
  };
}

async function writeUntilFull(path: string): Promise<void> {
  const file = await open(path, "a");
  // The last bytes too: first in large pieces, then in small ones.
  try {
    for (const bytes of [chunkBytes, 512, 1])
      await appendUntilRefused(file, Buffer.alloc(bytes, 1));
  } finally {
    await file.close();
  }
}

async function appendUntilRefused(
  file: Awaited<ReturnType<typeof open>>,
  piece: Buffer,
): Promise<void> {
  try {
    for (;;) await file.appendFile(piece);
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOSPC") return;
    throw thrown;
  }
}
