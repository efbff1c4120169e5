// Processor time of the embedded database: of the postmaster and all its processes, also ended ones.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const ticksPerSecond = 100;

interface ProcessTimes {
  parent: number;
  ticks: number;
}

async function timesOf(pid: string): Promise<ProcessTimes | null> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  if (fields.length < 15) return null;
  const [parent, user, system, deadUser, deadSystem] = [1, 11, 12, 13, 14].map((index) =>
    Number(fields[index]),
  );
  const ticks = (user ?? 0) + (system ?? 0) + (deadUser ?? 0) + (deadSystem ?? 0);
  return { parent: parent ?? 0, ticks };
}

/** Milliseconds so far; 0 where the system has no /proc. */
export async function databaseCpuMs(dataDir: string): Promise<number> {
  const [postmaster = ""] = (
    await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")
  ).split("\n");
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(pids.map(async (pid) => ({ pid, times: await timesOf(pid) })));
  const own = all.filter(
    ({ pid, times }) => pid === postmaster || times?.parent === Number(postmaster),
  );
  return own.reduce((sum, { times }) => sum + ((times?.ticks ?? 0) * 1_000) / ticksPerSecond, 0);
}
