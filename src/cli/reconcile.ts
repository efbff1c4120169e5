// `ledgerline reconcile`: compares what was written with what the other systems have, now instead of at night.

import type { Command } from "commander";
import { findConnection } from "../store/connections.ts";
import { type CommandContext, withPlatform } from "./command-context.ts";
import { instant } from "./option-values.ts";
import { printListing } from "./table.ts";

interface ReconcileOptions {
  connection?: string;
  since?: Date;
  json?: boolean;
}

export function registerReconcile(program: Command, context: CommandContext): void {
  program
    .command("reconcile")
    .description("Compare what was written with what the other systems have; nothing is changed.")
    .option("--connection <name>", "only this connection")
    .option("--since <time>", "what was written or changed since (ISO 8601)", instant)
    .option("--json", "print as JSON")
    .action((options: ReconcileOptions) => reconcile(context, options));
}

async function reconcile(context: CommandContext, options: ReconcileOptions): Promise<void> {
  const { connection, since, json = false } = options;
  const rows = await withPlatform(context, async ({ engine }) =>
    engine.sweeper.reconcileNow({
      ...(connection && { connectionId: (await findConnection(engine.db, connection)).id }),
      ...(since && { since }),
    }),
  );
  printListing(context, {
    rows,
    columns: [
      ["CONNECTION", (row) => row.connection],
      ["RECORDS", (row) => row.entity],
      ["COMPARED", (row) => row.compared],
      ["DIFFERENCES", (row) => row.differences],
    ],
    empty: "There is nothing to compare.",
    json,
  });
  if (rows.some(({ differences }) => differences > 0)) process.exitCode = 1;
}
