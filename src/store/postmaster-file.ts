// Reads postmaster.pid, the file a running PostgreSQL keeps in its data directory.

import { join } from "node:path";
import { readIfExists } from "./data-folder.ts";

export interface PostmasterFile {
  pid: number;
  /** "starting", "stopping", "ready" or "standby"; empty in the first moments. */
  status: string;
}

export function postmasterFilePath(clusterDir: string): string {
  return join(clusterDir, "postmaster.pid");
}

/** Line 1 is the process id, line 8 the status (PostgreSQL, src/include/utils/pidfile.h). */
export async function readPostmasterFile(clusterDir: string): Promise<PostmasterFile | null> {
  const text = await readIfExists(postmasterFilePath(clusterDir));
  const lines = (text ?? "").split("\n");
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, status: (lines[7] ?? "").trim() } : null;
}
