// `ledgerline dead-letters`: what needs a person, and what a person does about it.

import { type Command, Option } from "commander";
import { IntegrationError } from "../core/errors.ts";
import { type JsonObject, parseJson } from "../core/json.ts";
import { discardDeadLetter, replayDeadLetter, skipDeadLetter } from "../engine/letters/desk.ts";
import { letterClassOf, meaningOf } from "../engine/letters/letter-class.ts";
import {
  countSimilar,
  findDeadLetter,
  groupDeadLetters,
  listDeadLetters,
} from "../store/dead-letters.ts";
import type { Db, Row } from "../store/schema.ts";
import { beginBulk, registerBulkLetters } from "./bulk-letters.ts";
import { type CommandContext, withDatabase, withPlatform } from "./command-context.ts";
import { dryRun } from "./dry-run.ts";
import {
  assertSaid,
  type FilterOptions,
  filterOf,
  notSaid,
  withFilterOptions,
} from "./letter-filter.ts";
import { readNamedFile, rowLimit, wholeNumber } from "./option-values.ts";
import { amountOf, memberOf } from "./runs.ts";
import { printListing } from "./table.ts";

interface ListOptions extends FilterOptions {
  status: string;
  limit: number;
  json?: boolean;
}

interface ManyOptions extends FilterOptions {
  all?: boolean;
  watch?: boolean;
}

interface ReplayOptions extends ManyOptions {
  payload?: string;
  canary?: boolean;
  perMinute?: number;
  dryRun?: boolean;
  limit: number;
  json?: boolean;
}

interface DiscardOptions extends ManyOptions {
  note: string;
}

const letterStatuses = ["open", "replaying", "resolved", "discarded", "all"];

export function registerDeadLetters(program: Command, context: CommandContext): void {
  const group = program.command("dead-letters").description("Work that needs a person.");
  registerLooking(group, context);
  registerMending(group, context);
  registerBulkLetters(group, context);
}

function registerLooking(group: Command, context: CommandContext): void {
  withFilterOptions(group.command("list", { isDefault: true }))
    .description("List dead letters, newest first.")
    .addOption(
      new Option("--status <status>", "letters in one state")
        .choices(letterStatuses)
        .default("open"),
    )
    .option("--limit <number>", "how many", rowLimit, 50)
    .option("--json", "print as JSON")
    .action((options: ListOptions) => list(context, options));
  withFilterOptions(group.command("groups"))
    .description("Open dead letters by cause: mend it once, replay all of them.")
    .option("--json", "print as JSON")
    .action((options: FilterOptions & { json?: boolean }) => groups(context, options));
  group
    .command("show <letter>")
    .description("Show a dead letter with its message, request and answer.")
    .option("--json", "print as JSON")
    .action((id: string, options: { json?: boolean }) => show(context, id, options));
}

function registerMending(group: Command, context: CommandContext): void {
  withFilterOptions(group.command("replay [letter]"))
    .description("Work on dead letters again, with the same references.")
    .option("--payload <file>", "an edited message, as JSON; for one letter")
    .option("--all", "all open ones")
    .option("--canary", "one first, the rest only when it succeeds")
    .option("--per-minute <number>", "begin no more than these", wholeNumber(1, 100_000))
    .option("--watch", "follow the progress")
    .option("--dry-run", "only tell what would be written")
    .option("--limit <number>", "with --dry-run: how many are tried", rowLimit, 100)
    .option("--json", "with --dry-run: print as JSON")
    .action((id: string | undefined, options: ReplayOptions) => replay(context, id, options));
  withFilterOptions(group.command("discard [letter]"))
    .description("Close dead letters for good.")
    .requiredOption("--note <text>", "why nothing has to be done")
    .option("--all", "all open ones")
    .option("--watch", "follow the progress")
    .action((id: string | undefined, options: DiscardOptions) => discard(context, id, options));
  group
    .command("skip <letter>")
    .description("Keep it open, but let later work of the same record pass it.")
    .action((id: string) =>
      withPlatform(context, async ({ engine }) => {
        const letter = await skipDeadLetter(engine, id);
        context.print(`Later work passes ${letter.id} now.`);
      }),
    );
}

async function list(context: CommandContext, options: ListOptions): Promise<void> {
  const status = options.status as Row<"dead_letter">["status"] | "all";
  const rows = await withDatabase(context, async ({ db }) =>
    listDeadLetters(db, {
      ...(await filterOf(db, options)),
      status: status === "all" ? undefined : status,
      limit: options.limit,
    }),
  );
  printListing(context, {
    rows: rows.map((row) => ({ ...row, class: letterClassOf(row.code) })),
    columns: [
      ["DEAD LETTER", (row) => row.id],
      ["NUMBER", (row) => memberOf(row.record, "number")],
      ["CUSTOMER", (row) => memberOf(row.record, "customer")],
      ["AMOUNT", (row) => amountOf(row.record)],
      ["CLASS", (row) => row.class],
      ["CAUSE", (row) => row.code],
      ["MESSAGE", (row) => row.message],
    ],
    empty: "Nothing needs a person.",
    json: options.json ?? false,
  });
}

async function groups(
  context: CommandContext,
  options: FilterOptions & { json?: boolean },
): Promise<void> {
  const found = await withDatabase(context, async ({ db }) =>
    groupDeadLetters(db, { ...(await filterOf(db, options)), status: "open" }),
  );
  printListing(context, {
    rows: found.map((group) => ({
      class: letterClassOf(group.code),
      meaning: meaningOf(group.code),
      ...group,
    })),
    columns: [
      ["GROUP", (row) => row.fingerprint],
      ["COUNT", (row) => row.count],
      ["AMOUNT", (row) => amountsText(row.amounts)],
      ["OLDEST", (row) => row.oldest.toISOString().slice(0, 16)],
      ["CLASS", (row) => row.class],
      ["CAUSE", (row) => row.code],
      ["SUCH AS", (row) => row.example.message],
      ["WHAT TO DO", (row) => row.hint],
    ],
    empty: "Nothing needs a person.",
    json: options.json ?? false,
    widestCell: 90,
  });
}

function amountsText(amounts: Record<string, string>): string {
  return Object.entries(amounts)
    .map(([currency, sum]) => `${sum} ${currency}`)
    .join(", ");
}

async function show(
  context: CommandContext,
  id: string,
  options: { json?: boolean },
): Promise<void> {
  const { letter, similar } = await withDatabase(context, async ({ db }) => {
    const found = await findDeadLetter(db, id);
    if (!found) throw new IntegrationError("NOT_FOUND", `There is no dead letter "${id}".`);
    return { letter: found, similar: await countSimilar(db, found.fingerprint) };
  });
  const letterClass = letterClassOf(letter.code);
  if (options.json) {
    context.print(JSON.stringify({ ...letter, class: letterClass, similar }, null, 2));
    return;
  }
  context.print(`Dead letter ${letter.id} (${letter.status}) of run ${letter.run_id}`);
  const { record } = letter;
  context.print(
    [memberOf(record, "number"), memberOf(record, "customer"), amountOf(record)].join("  "),
  );
  context.print(`${letter.code} (${letterClass}): ${letter.message}`);
  context.print(`What to do: ${letter.hint}`);
  context.print(`${similar} open with this cause: --group ${letter.fingerprint}`);
  if (letter.closed_by) context.print(`Closed by ${letter.closed_by}: ${letter.note ?? ""}`);
  for (const part of ["details", "request", "answer", "payload"] as const) {
    if (letter[part]) context.print(`\n${part}:\n${JSON.stringify(letter[part], null, 2)}`);
  }
}

async function replay(
  context: CommandContext,
  id: string | undefined,
  options: ReplayOptions,
): Promise<void> {
  const edited = options.payload
    ? (parseJson(await readNamedFile(options.payload)) as JsonObject)
    : undefined;
  if (options.dryRun) {
    await dryRun(context, { ...options, letter: id, edited });
    return;
  }
  if (id !== undefined) {
    await withPlatform(context, async ({ engine }) => {
      const letter = await replayDeadLetter(engine, id, edited);
      context.print(`${letter.id} is worked on again.`);
    });
    return;
  }
  if (edited) throw notSaid("An edited message is for one dead letter.");
  await withDatabase(context, async ({ db }) => {
    const { canary = false, perMinute } = options;
    const many = { ...(await manyOf(db, options)), kind: "replay", canary } as const;
    await beginBulk(context, db, perMinute === undefined ? many : { ...many, perMinute });
  });
}

async function discard(
  context: CommandContext,
  id: string | undefined,
  options: DiscardOptions,
): Promise<void> {
  const { note } = options;
  if (id !== undefined) {
    await withPlatform(context, async ({ engine }) => {
      const letter = await discardDeadLetter(engine, id, { by: "cli", note });
      context.print(`Discarded ${letter.id}.`);
    });
    return;
  }
  await withDatabase(context, async ({ db }) => {
    await beginBulk(context, db, { ...(await manyOf(db, options)), kind: "discard", note });
  });
}

async function manyOf(db: Db, options: ManyOptions) {
  assertSaid(options);
  return { filter: await filterOf(db, options), by: "cli", watch: options.watch ?? false };
}
