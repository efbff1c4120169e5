// What this process last saw of the database, in a file beside it: `last-known.json` in the data folder.
// A backup of the database alone does not take it back.

import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { hasCode } from "./data-folder.ts";

const lastKnownSchema = z.object({
  /** Id of the installation; the data folder may be used with another database. */
  installation: z.string(),
  /** Heartbeats of the database, as it had them on disk. */
  beats: z.int(),
});

export type LastKnown = z.infer<typeof lastKnownSchema>;

const fileIn = (dataDir: string) => join(dataDir, "last-known.json");

/** Null when there is none, or one that a power cut left unfinished. */
export async function readLastKnown(dataDir: string): Promise<LastKnown | null> {
  try {
    const text = await readFile(fileIn(dataDir), "utf8");
    return lastKnownSchema.parse(JSON.parse(text));
  } catch (thrown) {
    if (hasCode(thrown, "ENOENT")) return null;
    if (thrown instanceof SyntaxError || thrown instanceof z.ZodError) return null;
    throw thrown;
  }
}

/** Replaces the file as a whole; further workers of the data folder write it too. */
export async function writeLastKnown(dataDir: string, known: LastKnown): Promise<void> {
  const file = fileIn(dataDir);
  const own = `${file}.${process.pid}`;
  await writeFile(own, JSON.stringify(known), { mode: 0o600 });
  await rename(own, file);
}
