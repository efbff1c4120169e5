// `ledgerline dead-letters replay --dry-run`: what a replay would write, without writing it.

import { IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { dryRunLetter } from "../engine/letters/dry-run.ts";
import type { PlannedWrite } from "../engine/preview/planned-write.ts";
import type { PreviewedRun } from "../engine/preview/preview-run.ts";
import { findDeadLetter, listDeadLetters } from "../store/dead-letters.ts";
import type { Db, Row } from "../store/schema.ts";
import { type CommandContext, withPlatform } from "./command-context.ts";
import { assertSaid, type FilterOptions, filterOf } from "./letter-filter.ts";
import { memberOf } from "./runs.ts";

export interface DryRunOptions extends FilterOptions {
  letter: string | undefined;
  edited: JsonObject | undefined;
  all?: boolean;
  limit: number;
  json?: boolean;
}

export async function dryRun(context: CommandContext, options: DryRunOptions): Promise<void> {
  await withPlatform(context, async ({ engine }) => {
    for (const letter of await lettersMeant(engine.db, options)) {
      const previewed = await dryRunLetter(engine, letter, options.edited);
      print(context, { letter, previewed, json: options.json ?? false });
    }
  });
}

async function lettersMeant(db: Db, options: DryRunOptions): Promise<Row<"dead_letter">[]> {
  const { letter, limit } = options;
  if (letter === undefined) {
    assertSaid(options);
    return listDeadLetters(db, { ...(await filterOf(db, options)), status: "open", limit });
  }
  const found = await findDeadLetter(db, letter);
  if (!found) throw new IntegrationError("NOT_FOUND", `There is no dead letter "${letter}".`);
  return [found];
}

interface Printed {
  letter: Row<"dead_letter">;
  previewed: PreviewedRun;
  json: boolean;
}

/** One line of JSON for each letter, or a few lines for people. */
function print(context: CommandContext, { letter, previewed, json }: Printed): void {
  const { result, writes } = previewed;
  const verdict =
    result.kind === "done"
      ? `would end as ${result.outcome}`
      : `would fail: ${result.error.code}: ${result.error.message}`;
  if (json) {
    const ok = result.kind === "done";
    context.print(
      JSON.stringify({ letter: letter.id, record: letter.record, ok, verdict, writes }),
    );
    return;
  }
  const number = memberOf(letter.record, "number");
  context.print(`${letter.id} ${number} ${verdict}`);
  printWrites(context, writes);
}

/** Writes in their order, with what would be sent. */
export function printWrites(context: CommandContext, writes: readonly PlannedWrite[]): void {
  for (const { action, record, id, system, draft } of writes) {
    context.print(`  ${action} ${record}${id === null ? "" : ` ${id}`} in ${system}`);
    if (draft !== null) context.print(indented(JSON.stringify(draft, null, 2)));
  }
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}
