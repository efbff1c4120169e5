// Tells whether a process id still belongs to the process it once named. Ids are reused, quickly so in
// containers, so an id alone proves nothing.

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface ProcessFacts {
  /** Differs between two processes that had the same id one after the other. */
  startMark: string;
  /** Program and arguments, separated by spaces. */
  command: string;
}

/** proc(5): the state follows the program's name in parentheses, the start time is field 22. */
async function readProc(pid: number): Promise<ProcessFacts | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // A zombie is dead, but stays listed where process 1 does not collect it, as in many containers.
  if (state === "Z" || state === "X") return null;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8");
  return { startMark: fields[18] ?? "", command: command.split("\0").join(" ").trim() };
}

async function readPs(pid: number): Promise<ProcessFacts | null> {
  const { stdout } = await run("ps", ["-o", "stat=,lstart=,command=", "-p", String(pid)]);
  const [, state, startMark, command] = /^(\S+)\s+((?:\S+\s+){5})(.*)$/.exec(stdout.trim()) ?? [];
  if (state === undefined || state.startsWith("Z")) return null;
  return { startMark: (startMark ?? "").trim(), command: command ?? "" };
}

/** What the system says of a process; null when there is none with this id. */
export async function readProcessFacts(pid: number): Promise<ProcessFacts | null> {
  try {
    return process.platform === "linux" ? await readProc(pid) : await readPs(pid);
  } catch {
    return null;
  }
}
