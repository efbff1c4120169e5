// Runs PostgreSQL's programs as the right user, in an environment of their own.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { SystemUser } from "./postgres-user.ts";

const run = promisify(execFile);

export interface ProgramSettings {
  uid?: number;
  gid?: number;
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Settings for a child process. Variables such as PGPORT or LD_LIBRARY_PATH of our own environment
 * must not reach it, nor a working directory its user cannot enter.
 */
export function programSettings(user: SystemUser | null): ProgramSettings {
  return { ...user, cwd: "/", env: { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" } };
}

/** Runs a program to its end and returns what it wrote; throws when it fails. */
export async function runProgram(
  program: string,
  args: readonly string[],
  user: SystemUser | null,
): Promise<string> {
  const { stdout } = await run(program, args, programSettings(user));
  return stdout;
}
