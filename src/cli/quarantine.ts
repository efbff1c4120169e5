// `ledgerline quarantine`: after a backup was restored, what is looked up before it is created.

import type { Command } from "commander";
import { findActiveQuarantine, liftQuarantine, readQuarantineRest } from "../store/quarantines.ts";
import { type CommandContext, withDatabase } from "./command-context.ts";

export function registerQuarantine(program: Command, context: CommandContext): void {
  const group = program.command("quarantine").description("Caution after a restored backup.");
  group
    .command("show", { isDefault: true })
    .description("Show whether it is active, since when, and how much is left.")
    .option("--json", "print as JSON")
    .action((options: { json?: boolean }) => show(context, options));
  group
    .command("lift")
    .description("End it, although something is left.")
    .requiredOption("--note <text>", "why nothing can be made twice")
    .action(({ note }: { note: string }) => lift(context, note));
}

async function show(context: CommandContext, { json }: { json?: boolean }): Promise<void> {
  const { active, rest } = await withDatabase(context, async ({ db }) => ({
    active: await findActiveQuarantine(db),
    rest: await readQuarantineRest(db),
  }));
  if (json)
    return context.print(JSON.stringify(active ? { ...active, left: rest } : null, null, 2));
  if (!active) return context.print("There is no quarantine.");
  context.print(active.reason);
  context.print(`Work since ${active.lost_since.toISOString()} may be missing from the database.`);
  context.print(
    `Everything is looked up before it is created, since ${active.uncertain_until.toISOString()}.`,
  );
  context.print(
    `Left: ${rest.polls} polls and ${rest.runs} runs. It ends by itself when both are 0.`,
  );
}

async function lift(context: CommandContext, note: string): Promise<void> {
  const isLifted = await withDatabase(context, ({ db }) =>
    db.transaction().execute((trx) => liftQuarantine(trx, { by: "cli", note })),
  );
  context.print(isLifted ? "The quarantine is lifted." : "There is no quarantine.");
}
