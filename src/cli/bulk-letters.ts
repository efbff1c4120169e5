// `ledgerline dead-letters bulk`: actions on many dead letters, and what became of them.

import type { Command } from "commander";
import { systemClock } from "../core/clock.ts";
import { systemRandom } from "../core/ids.ts";
import {
  type BulkChange,
  type BulkRequest,
  bulkAction,
  changeBulkAction,
  startBulkAction,
} from "../engine/letters/bulk.ts";
import { type BulkProgress, listBulkActions } from "../store/bulk-actions.ts";
import type { Db } from "../store/schema.ts";
import { type CommandContext, withDatabase } from "./command-context.ts";
import { rowLimit } from "./option-values.ts";
import { printListing } from "./table.ts";

const changes: readonly [BulkChange, string][] = [
  ["pause", "Begin no further letter until it is resumed."],
  ["resume", "Go on with a paused action."],
  ["cancel", "End an action; letters that were not begun stay open."],
];

const watchIntervalMs = 1_000;

export function registerBulkLetters(letters: Command, context: CommandContext): void {
  const group = letters.command("bulk").description("Replays and discards of many dead letters.");
  group
    .command("list", { isDefault: true })
    .description("List actions, newest first.")
    .option("--limit <number>", "how many", rowLimit, 20)
    .option("--json", "print as JSON")
    .action((options: { limit: number; json?: boolean }) =>
      withDatabase(context, async ({ db }) =>
        printActions(context, await listBulkActions(db, options.limit), options.json ?? false),
      ),
    );
  group
    .command("show <action>")
    .description("Show how far an action is.")
    .option("--watch", "until it ends or is paused")
    .option("--json", "print as JSON")
    .action((id: string, options: { watch?: boolean; json?: boolean }) =>
      withDatabase(context, async ({ db }) => {
        const found = await bulkAction(db, id);
        const action = options.watch ? await watch(context, db, found) : found;
        printActions(context, [action], options.json ?? false);
      }),
    );
  for (const [change, description] of changes) {
    group
      .command(`${change} <action>`)
      .description(description)
      .action((id: string) =>
        withDatabase(context, async ({ db }) => {
          const action = await changeBulkAction(db, id, change);
          context.print(`The action ${action.id} is ${action.status}.`);
        }),
      );
  }
}

/** Begins an action; a running server works on it. With `watch`, its progress is followed. */
export async function beginBulk(
  context: CommandContext,
  db: Db,
  request: BulkRequest & { watch: boolean },
): Promise<void> {
  const ids = { clock: systemClock, random: systemRandom };
  const action = await startBulkAction(db, ids, request);
  const verb = request.kind === "replay" ? "replayed" : "discarded";
  context.print(`${action.total} dead letters are ${verb} by the action ${action.id}.`);
  if (request.watch) printActions(context, [await watch(context, db, action)], false);
  else context.print(`A running server works on it. See: dead-letters bulk show ${action.id}`);
}

async function watch(context: CommandContext, db: Db, begun: BulkProgress): Promise<BulkProgress> {
  let action = begun;
  while (action.status === "running") {
    context.note(progressLine(action));
    await systemClock.sleep(watchIntervalMs);
    action = await bulkAction(db, action.id);
  }
  return action;
}

function progressLine({ total, done, failed, replaying, rate_per_minute: rate }: BulkProgress) {
  return `${done + failed} of ${total}, ${failed} failed again, ${replaying} under way, ${rate} a minute`;
}

function printActions(context: CommandContext, rows: readonly BulkProgress[], json: boolean): void {
  printListing(context, {
    rows,
    columns: [
      ["ACTION", (row) => row.id],
      ["CREATED", (row) => row.created_at.toISOString().slice(0, 19)],
      ["WHAT", (row) => `${row.kind}${row.canary ? " (canary)" : ""}`],
      ["STATUS", (row) => row.status],
      ["TOTAL", (row) => row.total],
      ["DONE", (row) => row.done],
      ["FAILED", (row) => row.failed],
      ["OPEN", (row) => row.open + row.replaying],
      ["PER MINUTE", (row) => row.rate_per_minute],
      ["NOTE", (row) => (row.status === "stopped" ? "The first one failed again." : row.note)],
    ],
    empty: "No action on many dead letters was begun yet.",
    json,
  });
}
