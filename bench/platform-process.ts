// The product's process with a data folder of its own, removed afterwards.

import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeDataFolder } from "../src/store/remove-data-folder.ts";
import { type Child, startChild } from "./child.ts";
import type { Target } from "./load.ts";
import { callsAtOnce } from "./measures.ts";

export interface BenchPlatform {
  child: Child<Target>;
  target: Target;
  dataDir: string;
  close(): Promise<void>;
}

export async function startPlatform(apiUrl: string): Promise<BenchPlatform> {
  const dataDir = await mkdtemp(join(tmpdir(), "ledgerline-bench-"));
  // As root, PostgreSQL runs as another user, who must be able to enter.
  if (process.getuid?.() === 0) await chmod(dataDir, 0o711);
  const child = await startChild<Target>("platform.ts", [apiUrl], {
    LEDGERLINE_DATA: dataDir,
    LEDGERLINE_PORT: "0",
    LEDGERLINE_LOG: "warn",
    LEDGERLINE_CONCURRENCY: String(callsAtOnce),
  });
  const close = async () => {
    await child.stop();
    await removeDataFolder(dataDir);
  };
  return { child, target: child.ready, dataDir, close };
}
