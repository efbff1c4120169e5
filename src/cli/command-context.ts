// What every command shares: configuration, output, and a platform that is closed again.

import { type Config, readConfig } from "../config.ts";
import type { IntegrationError } from "../core/errors.ts";
import { failureOf } from "../engine/failure.ts";
import { openPlatform, type Platform } from "../platform.ts";
import { type OpenDatabase, openDatabase } from "../store/database.ts";
import { migrate } from "../store/migrate.ts";

export interface CommandContext {
  config(): Config;
  /** Writes a line to standard output. */
  print(line: string): void;
  /** Writes a line of progress to standard error. */
  note(line: string): void;
}

export function createCommandContext(env: NodeJS.ProcessEnv, cwd: string): CommandContext {
  return {
    config: () => readConfig(env, cwd),
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
  };
}

/** What a command failed of; a database that goes away in the middle of it is no mistake of ours. */
export function commandFailure(thrown: unknown): IntegrationError {
  return failureOf(thrown);
}

/** Runs a command on the database alone, beside a running server or by itself. */
export async function withDatabase<T>(
  context: CommandContext,
  work: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({
    config: context.config(),
    mode: "join-or-own",
    poolSize: 2,
  });
  try {
    await migrate(database.db);
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Runs a command that needs connections or the queue. */
export async function withPlatform<T>(
  context: CommandContext,
  work: (platform: Platform) => Promise<T>,
): Promise<T> {
  const config = { ...context.config(), logLevel: "error" as const };
  const platform = await openPlatform({ config, mode: "join-or-own", logTo: "stderr" });
  try {
    return await work(platform);
  } finally {
    await platform.close();
  }
}

/** Resolves when the process is told to stop. */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => resolve(signal));
  });
}
