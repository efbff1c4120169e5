// `ledgerline dead-letters`: what needs a person, and what a person does about it.

import { type Command, Option } from "commander";
import { IntegrationError } from "../core/errors.ts";
import { type JsonObject, parseJson } from "../core/json.ts";
import { discardDeadLetter, replayDeadLetter, skipDeadLetter } from "../engine/dead-letter-desk.ts";
import { findDeadLetter, listDeadLetters } from "../store/dead-letters.ts";
import type { Row } from "../store/schema.ts";
import { type CommandContext, withDatabase, withPlatform } from "./command-context.ts";
import { readNamedFile, rowLimit } from "./option-values.ts";
import { amountOf, memberOf } from "./runs.ts";
import { printListing } from "./table.ts";

interface ListOptions {
  status: string;
  code?: string;
  limit: number;
  json?: boolean;
}

interface ReplayOptions {
  payload?: string;
  all?: boolean;
  code?: string;
}

const letterStatuses = ["open", "replaying", "resolved", "discarded", "all"];
const replayLimit = 10_000;

export function registerDeadLetters(program: Command, context: CommandContext): void {
  const group = program.command("dead-letters").description("Work that needs a person.");
  group
    .command("list", { isDefault: true })
    .description("List dead letters, newest first.")
    .addOption(
      new Option("--status <status>", "letters in one state")
        .choices(letterStatuses)
        .default("open"),
    )
    .option("--code <code>", "only those of one cause, such as TAX_UNMAPPED")
    .option("--limit <number>", "how many", rowLimit, 50)
    .option("--json", "print as JSON")
    .action((options: ListOptions) => list(context, options));
  group
    .command("show <letter>")
    .description("Show a dead letter with its message, request and answer.")
    .option("--json", "print as JSON")
    .action((id: string, options: { json?: boolean }) => show(context, id, options));
  group
    .command("replay [letter]")
    .description("Work on a dead letter again, with the same references.")
    .option("--payload <file>", "an edited message, as JSON")
    .option("--all", "all open ones")
    .option("--code <code>", "with --all: only those of one cause")
    .action((id: string | undefined, options: ReplayOptions) => replay(context, id, options));
  group
    .command("discard <letter>")
    .description("Close a dead letter for good.")
    .requiredOption("--note <text>", "why nothing has to be done")
    .action((id: string, { note }: { note: string }) =>
      withPlatform(context, async ({ engine }) => {
        const letter = await discardDeadLetter(engine, id, { by: "cli", note });
        context.print(`Discarded ${letter.id}.`);
      }),
    );
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
  const rows = await withDatabase(context, ({ db }) =>
    listDeadLetters(db, {
      status: status === "all" ? undefined : status,
      code: options.code,
      limit: options.limit,
    }),
  );
  printListing(context, {
    rows,
    columns: [
      ["DEAD LETTER", (row) => row.id],
      ["NUMBER", (row) => memberOf(row.record, "number")],
      ["CUSTOMER", (row) => memberOf(row.record, "customer")],
      ["AMOUNT", (row) => amountOf(row.record)],
      ["CAUSE", (row) => row.code],
      ["MESSAGE", (row) => row.message],
    ],
    empty: "Nothing needs a person.",
    json: options.json ?? false,
  });
}

async function show(
  context: CommandContext,
  id: string,
  options: { json?: boolean },
): Promise<void> {
  const letter = await withDatabase(context, ({ db }) => findDeadLetter(db, id));
  if (!letter) throw new IntegrationError("NOT_FOUND", `There is no dead letter "${id}".`);
  if (options.json) {
    context.print(JSON.stringify(letter, null, 2));
    return;
  }
  context.print(`Dead letter ${letter.id} (${letter.status}) of run ${letter.run_id}`);
  context.print(`${letter.code}: ${letter.message}`);
  context.print(`What to do: ${letter.hint}`);
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
  await withPlatform(context, async ({ engine }) => {
    const ids = await lettersToReplay(engine.db, id, options);
    for (const each of ids) await replayDeadLetter(engine, each, edited);
    const are = ids.length === 1 ? "letter is" : "letters are";
    context.print(`${ids.length} dead ${are} worked on again.`);
  });
}

async function lettersToReplay(
  db: Parameters<typeof listDeadLetters>[0],
  id: string | undefined,
  options: ReplayOptions,
): Promise<string[]> {
  if (id !== undefined) return [id];
  if (!options.all) {
    throw new IntegrationError("REQUEST_INVALID", "It is not said which dead letter to replay.", {
      hint: "Give the id of one, or --all; dead-letters list shows them.",
    });
  }
  const letters = await listDeadLetters(db, {
    status: "open",
    code: options.code,
    limit: replayLimit,
  });
  return letters.map((letter) => letter.id);
}
