// `ledgerline runs undo`: takes back what a run made in the other systems.

import { planUndoOf, requestUndo } from "../engine/undo/request.ts";
import { type CommandContext, withPlatform } from "./command-context.ts";
import { printListing } from "./table.ts";

export interface UndoOptions {
  plan?: boolean;
  wholeOrder?: boolean;
  json?: boolean;
}

const verdicts = {
  reverse: "taken back",
  gone: "gone already",
  kept: "stays",
  refused: "cannot be undone",
} as const;

export async function undo(
  context: CommandContext,
  id: string,
  options: UndoOptions,
): Promise<void> {
  await withPlatform(context, async ({ setup, engine }) => {
    const request = { run: id, wholeOrder: options.wholeOrder ?? false };
    const items = await planUndoOf(engine, request);
    printListing(context, {
      rows: items.map(({ place, id: record, verdict, reason, link }) => ({
        system: place.connection.row.name,
        record: `${place.entity.name} ${record}`,
        reference: link.reference,
        verdict,
        reason,
      })),
      columns: [
        ["SYSTEM", (row) => row.system],
        ["RECORD", (row) => row.record],
        ["WHAT", (row) => verdicts[row.verdict]],
        ["WHY", (row) => row.reason],
      ],
      empty: "The run made nothing.",
      json: (options.plan && options.json) ?? false,
    });
    if (options.plan) return;
    const run = await requestUndo({ ...engine, ids: setup.ids }, { ...request, by: "cli" });
    context.print(`A running server does so now, as the run ${run}.`);
  });
}
