// `ledgerline runs`: what was done for which event, step by step.

import { type Command, Option } from "commander";
import { IntegrationError } from "../core/errors.ts";
import { isJsonObject } from "../core/json.ts";
import { countBehind, findRun, listRuns, listSteps } from "../store/runs.ts";
import type { Row } from "../store/schema.ts";
import { type CommandContext, withDatabase } from "./command-context.ts";
import { rowLimit } from "./option-values.ts";
import { printListing } from "./table.ts";
import { type UndoOptions, undo } from "./undo.ts";

interface ListOptions {
  status?: Row<"run">["status"];
  flow?: string;
  find?: string;
  limit: number;
  json?: boolean;
}

const runStatuses = ["queued", "running", "waiting", "held", "done", "dead", "discarded"];

export function registerRuns(program: Command, context: CommandContext): void {
  const group = program.command("runs").description("Runs: one flow working on one event.");
  group
    .command("list", { isDefault: true })
    .description("List runs, newest first.")
    .addOption(new Option("--status <status>", "runs in one state").choices(runStatuses))
    .option("--flow <flow>", "runs of one flow")
    .option("--find <text>", "order number, id or customer")
    .option("--limit <number>", "how many", rowLimit, 50)
    .option("--json", "print as JSON")
    .action((options: ListOptions) => list(context, options));
  group
    .command("show <run>")
    .description("Show a run with its steps; the beginning of its id is enough.")
    .option("--json", "print as JSON, with everything each step saw and sent")
    .action((id: string, options: { json?: boolean }) => show(context, id, options));
  group
    .command("undo <run>")
    .description("Take back what a run made: payments, then the invoice, then the client.")
    .option("--plan", "only tell what would be taken back")
    .option("--whole-order", "also what all other runs of the same record made")
    .option("--json", "with --plan: print as JSON")
    .action((id: string, options: UndoOptions) => undo(context, id, options));
}

export function amountOf(record: unknown): string {
  const amount = isJsonObject(record) ? record["amount"] : null;
  return isJsonObject(amount) ? `${amount["amount"]} ${amount["currency"]}` : "";
}

export function memberOf(record: unknown, name: string): string {
  return isJsonObject(record) && record[name] ? String(record[name]) : "";
}

async function list(context: CommandContext, options: ListOptions): Promise<void> {
  const rows = await withDatabase(context, ({ db }) =>
    listRuns(db, {
      status: options.status,
      flowId: options.flow,
      text: options.find,
      limit: options.limit,
    }),
  );
  printListing(context, {
    rows,
    columns: [
      ["RUN", (row) => row.id],
      ["CREATED", (row) => row.created_at.toISOString().slice(0, 19)],
      ["FLOW", (row) => row.flow_id],
      ["NUMBER", (row) => memberOf(row.record, "number") || row.entity_id],
      ["CUSTOMER", (row) => memberOf(row.record, "customer")],
      ["AMOUNT", (row) => amountOf(row.record)],
      ["STATUS", (row) => row.outcome ?? row.status],
      ["REASON", (row) => row.reason],
    ],
    empty: "There are no runs.",
    json: options.json ?? false,
  });
}

async function show(
  context: CommandContext,
  id: string,
  options: { json?: boolean },
): Promise<void> {
  const { run, steps, behind } = await withDatabase(context, async ({ db }) => {
    const found = await findRun(db, id);
    if (!found) throw new IntegrationError("NOT_FOUND", `There is no run "${id}".`);
    return {
      run: found,
      steps: await listSteps(db, found.id),
      behind: await countBehind(db, found),
    };
  });
  if (options.json) {
    context.print(JSON.stringify({ ...run, behind, steps }, null, 2));
    return;
  }
  describe(run, behind).forEach(context.print);
  printListing(context, {
    rows: steps,
    columns: [
      ["ATTEMPT", (step) => step.attempt],
      ["STEP", (step) => step.path],
      ["WHAT", (step) => step.title],
      ["STATUS", (step) => step.status],
      ["MS", (step) => step.duration_ms.toFixed(0)],
      ["RESULT", (step) => stepResult(step)],
    ],
    empty: "No step has run yet.",
    json: false,
  });
}

function describe(run: Row<"run">, behind: number): string[] {
  const lines = [
    `Run ${run.id} of ${run.flow_id} (version ${run.flow_version})`,
    `${run.entity} ${memberOf(run.record, "number") || run.entity_id}  ${memberOf(run.record, "customer")}  ${amountOf(run.record)}`,
    `Status: ${run.status}${run.outcome ? ` (${run.outcome})` : ""}, attempts: ${run.attempts}`,
  ];
  if (run.reason) lines.push(`Reason: ${run.reason}`);
  if (run.next_action_at) lines.push(`Next action: ${run.next_action_at.toISOString()}`);
  if (behind > 0) lines.push(`${behind} later runs of the same ${run.entity} wait behind it.`);
  return [...lines, ""];
}

function stepResult({ detail, error }: Row<"run_step">): string {
  if (error) return `${error["code"]}: ${error["message"]}`;
  const { outcome, id, result, skipped } = detail;
  return [outcome ?? result ?? skipped, id].filter(Boolean).join(" ");
}
