// `ledgerline doctor`: is everything all right?

import type { Command } from "commander";
import { checkHealth } from "../monitor/health.ts";
import { type CommandContext, withDatabase } from "./command-context.ts";
import { printListing } from "./table.ts";

export function registerDoctor(program: Command, context: CommandContext): void {
  program
    .command("doctor")
    .description("Check database, connections, flows and waiting work.")
    .option("--json", "print as JSON")
    .action((options: { json?: boolean }) => run(context, options));
}

/** Conservation must be seen whole. */
const widestCell = 200;

async function run(context: CommandContext, options: { json?: boolean }): Promise<void> {
  const findings = await withDatabase(context, ({ db }) => checkHealth(db));
  printListing(context, {
    rows: findings,
    columns: [
      ["", (row) => (row.ok ? "ok" : "LOOK")],
      ["CHECK", (row) => row.check],
      ["DETAIL", (row) => row.detail],
    ],
    empty: "Nothing was checked.",
    json: options.json ?? false,
    widestCell,
  });
  if (findings.some((finding) => !finding.ok)) process.exitCode = 1;
}
