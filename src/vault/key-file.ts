// The vault's master key: from LEDGERLINE_KEY, else from a file in the data folder made on first use.

import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { IntegrationError } from "../core/errors.ts";
import type { Random } from "../core/ids.ts";
import { createPrivateFile, ensureDataFolder, readIfExists } from "../store/data-folder.ts";

const keyBytes = 32;

function decodeKey(text: string, source: string): Uint8Array {
  const key = Buffer.from(text.trim(), "base64");
  if (key.length === keyBytes) return key;
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    `${source} does not hold a key of ${keyBytes} bytes in base64.`,
    { hint: "Restore it from a backup: secrets stored so far can be read with that key only." },
  );
}

/** Made only when absent: a key is never replaced. */
async function ensureKeyFile(path: string, random: Random): Promise<void> {
  if ((await readIfExists(path)) !== null) return;
  const text = Buffer.from(random.bytes(keyBytes)).toString("base64");
  await createPrivateFile(path, `${text}\n`);
}

async function refuseIfOpenToOthers(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return;
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    `The key file ${path} can be read by other users of this machine.`,
    { hint: `Run "chmod 600 ${path}", and consider the key as known to others.` },
  );
}

/**
 * The 32 bytes of the master key. Throws CONFIGURATION_INVALID when the key is malformed or its file
 * is open to others.
 */
export async function readMasterKey(
  { key, dataDir }: Pick<Config, "key" | "dataDir">,
  random: Random,
): Promise<Uint8Array> {
  if (key !== undefined) return decodeKey(key, "LEDGERLINE_KEY");
  await ensureDataFolder(dataDir);
  const path = join(dataDir, "key");
  await ensureKeyFile(path, random);
  await refuseIfOpenToOthers(path);
  return decodeKey(await readFile(path, "utf8"), `The key file ${path}`);
}
