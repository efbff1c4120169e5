// `ledgerline start` and `ledgerline worker`: the platform as a process.

import type { Command } from "commander";
import { listen, openPlatform } from "../platform.ts";
import { type CommandContext, untilStopped } from "./command-context.ts";
import { instant } from "./option-values.ts";

interface StartOptions {
  restoredAt?: Date;
}

export function registerStart(program: Command, context: CommandContext): void {
  program
    .command("start")
    .description("Start the platform: webhooks, workers and polling, on its embedded database.")
    .option("--restored-at <time>", "a backup of this time was restored (ISO 8601)", instant)
    .action(({ restoredAt }: StartOptions) => start(context, restoredAt ?? null));
  program
    .command("worker")
    .description("Start a further worker on the database of a running platform or of DATABASE_URL.")
    .action(() => work(context));
}

async function start(context: CommandContext, restoredAt: Date | null): Promise<void> {
  const config = context.config();
  const platform = await openPlatform({ config, mode: "own" });
  const stopped = untilStopped();
  try {
    const server = await listen(platform, config);
    try {
      await platform.begin(restoredAt);
      context.note(`Ledgerline is ready at ${server.url}`);
      context.note(`Data folder: ${config.databaseUrl ? "an own PostgreSQL" : config.dataDir}`);
      const signal = await stopped;
      context.note(`Stopping (${signal}): finishing the work in hand.`);
    } finally {
      // Also when it could not begin: a server that is left open would keep a process alive that does no work.
      await server.close();
    }
  } finally {
    await platform.close();
  }
}

async function work(context: CommandContext): Promise<void> {
  const platform = await openPlatform({ config: context.config(), mode: "join-or-own" });
  const stopped = untilStopped();
  try {
    await platform.begin(null);
    context.note("The worker is ready.");
    await stopped;
  } finally {
    await platform.close();
  }
}
