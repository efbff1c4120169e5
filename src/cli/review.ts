// `ledgerline review`: runs held before they post, and what a person decides about them.

import { type Command, Option } from "commander";
import { IntegrationError } from "../core/errors.ts";
import type { PlannedWrite } from "../engine/preview/planned-write.ts";
import { approveReviewItem, rejectReviewItem, reviewItem } from "../engine/review/review-desk.ts";
import { listReviewItems, type ReviewItem } from "../store/review-items.ts";
import type { Db } from "../store/schema.ts";
import { type CommandContext, withDatabase, withPlatform } from "./command-context.ts";
import { printWrites } from "./dry-run.ts";
import { rowLimit } from "./option-values.ts";
import { amountOf, memberOf } from "./runs.ts";
import { printListing } from "./table.ts";

interface ManyOptions {
  all?: boolean;
  flow?: string;
  find?: string;
}

interface ListOptions extends ManyOptions {
  status: ReviewItem["status"] | "all";
  limit: number;
  json?: boolean;
}

const itemStatuses = ["waiting", "approved", "rejected", "all"];
const mostAtOnce = 10_000;

export function registerReview(program: Command, context: CommandContext): void {
  const group = program.command("review").description("Work held until a person approves it.");
  group
    .command("list", { isDefault: true })
    .description("List what waits for approval, oldest first.")
    .addOption(
      new Option("--status <status>", "items in one state")
        .choices(itemStatuses)
        .default("waiting"),
    )
    .option("--flow <flow>", "only those of one flow")
    .option("--find <text>", "only those with this in number or customer")
    .option("--limit <number>", "how many", rowLimit, 50)
    .option("--json", "print as JSON")
    .action((options: ListOptions) => list(context, options));
  group
    .command("show <item>")
    .description("Show the documents exactly as they would be posted.")
    .option("--json", "print as JSON")
    .action((id: string, options: { json?: boolean }) => show(context, id, options));
  group
    .command("approve [item]")
    .description("Let it be posted just so.")
    .option("--all", "all that wait")
    .option("--flow <flow>", "all that wait of one flow")
    .option("--find <text>", "all that wait with this in number or customer")
    .action((id: string | undefined, options: ManyOptions) => approve(context, id, options));
  group
    .command("reject [item]")
    .description("End it without posting anything.")
    .requiredOption("--note <text>", "why it is not posted")
    .option("--all", "all that wait")
    .option("--flow <flow>", "all that wait of one flow")
    .option("--find <text>", "all that wait with this in number or customer")
    .action((id: string | undefined, options: ManyOptions & { note: string }) =>
      reject(context, id, options),
    );
}

async function list(context: CommandContext, options: ListOptions): Promise<void> {
  const { status, flow, find, limit } = options;
  const rows = await withDatabase(context, ({ db }) =>
    listReviewItems(db, {
      status: status === "all" ? undefined : status,
      flowId: flow,
      text: find,
      limit,
    }),
  );
  printListing(context, {
    rows,
    columns: [
      ["ITEM", (row) => row.id],
      ["SINCE", (row) => row.opened_at.toISOString().slice(0, 16)],
      ["NUMBER", (row) => memberOf(row.record, "number")],
      ["CUSTOMER", (row) => memberOf(row.record, "customer")],
      ["AMOUNT", (row) => amountOf(row.record)],
      [
        "WOULD",
        (row) => row.writes.map((write) => `${write["action"]} ${write["record"]}`).join(", "),
      ],
      ["STATUS", (row) => row.status],
      ["REASON", (row) => row.note ?? row.reason],
    ],
    empty: "Nothing waits for approval.",
    json: options.json ?? false,
  });
}

async function show(
  context: CommandContext,
  id: string,
  options: { json?: boolean },
): Promise<void> {
  const item = await withDatabase(context, ({ db }) => reviewItem(db, id));
  if (options.json) {
    context.print(JSON.stringify(item, null, 2));
    return;
  }
  const { record } = item;
  context.print(`Review item ${item.id} (${item.status}) of run ${item.run_id}`);
  context.print(
    [memberOf(record, "number"), memberOf(record, "customer"), amountOf(record)].join("  "),
  );
  context.print(item.reason);
  printWrites(context, item.writes as PlannedWrite[]);
}

async function approve(
  context: CommandContext,
  id: string | undefined,
  options: ManyOptions,
): Promise<void> {
  await withPlatform(context, async ({ engine }) => {
    const ids = await itemsMeant(engine.db, id, options);
    for (const each of ids) await approveReviewItem(engine, each, "cli");
    context.print(`${ids.length} approved.`);
  });
}

async function reject(
  context: CommandContext,
  id: string | undefined,
  options: ManyOptions & { note: string },
): Promise<void> {
  await withPlatform(context, async ({ engine }) => {
    const ids = await itemsMeant(engine.db, id, options);
    const verdict = { by: "cli", note: options.note };
    for (const each of ids) await rejectReviewItem(engine, each, verdict);
    context.print(`${ids.length} rejected.`);
  });
}

async function itemsMeant(
  db: Db,
  id: string | undefined,
  { all, flow, find }: ManyOptions,
): Promise<string[]> {
  if (id !== undefined) return [id];
  if (!all && flow === undefined && find === undefined) {
    throw new IntegrationError("REQUEST_INVALID", "It is not said which items are meant.", {
      hint: "Give the id of one, or --flow, --find or --all; review list shows them.",
    });
  }
  const filter = { status: "waiting", flowId: flow, text: find, limit: mostAtOnce } as const;
  return (await listReviewItems(db, filter)).map((item) => item.id);
}
