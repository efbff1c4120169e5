// `ledgerline findings`: what does not fit between links and the other systems' records, and what a person
// decides about it.

import { type Command, Option } from "commander";
import { IntegrationError } from "../core/errors.ts";
import { acceptFinding, type Finding, findFinding, listFindings } from "../store/findings.ts";
import { type CommandContext, withDatabase, withPlatform } from "./command-context.ts";
import { rowLimit } from "./option-values.ts";
import { printListing } from "./table.ts";

interface ListOptions {
  state: Finding["state"] | "all";
  limit: number;
  json?: boolean;
}

const states = ["open", "accepted", "resolved", "all"];
const recheckLimit = 1_000;

export function registerFindings(program: Command, context: CommandContext): void {
  const group = program
    .command("findings")
    .description("What does not fit between what was written and what the other systems have.");
  group
    .command("list", { isDefault: true })
    .description("List findings, newest first.")
    .addOption(
      new Option("--state <state>", "findings in one state").choices(states).default("open"),
    )
    .option("--limit <number>", "how many", rowLimit, 50)
    .option("--json", "print as JSON")
    .action((options: ListOptions) => list(context, options));
  group
    .command("accept <finding>")
    .description("It is as it should be: say no more unless it changes.")
    .requiredOption("--note <text>", "why it is right")
    .action((id: string, { note }: { note: string }) => accept(context, id, note));
  group
    .command("recheck [finding]")
    .description("Look again, at one finding or at all that are open.")
    .action((id: string | undefined) => recheck(context, id));
}

async function list(context: CommandContext, { state, limit, json }: ListOptions): Promise<void> {
  const rows = await withDatabase(context, ({ db }) =>
    listFindings(db, { state: state === "all" ? undefined : state, limit }),
  );
  printListing(context, {
    rows,
    columns: [
      ["FINDING", (row) => row.id],
      ["KIND", (row) => row.kind],
      ["STATE", (row) => row.state],
      ["SINCE", (row) => row.opened_at.toISOString()],
      ["WHAT", (row) => row.message],
    ],
    empty: "There are no such findings.",
    json: json ?? false,
    widestCell: 90,
  });
}

async function accept(context: CommandContext, id: string, note: string): Promise<void> {
  await withDatabase(context, async ({ db }) => {
    const finding = await findFinding(db, id);
    if (!(await acceptFinding(db, finding.id, { by: "cli", note }))) {
      throw new IntegrationError("REQUEST_INVALID", `The finding is ${finding.state}, not open.`);
    }
    context.print(`Accepted ${finding.id}.`);
  });
}

async function recheck(context: CommandContext, id: string | undefined): Promise<void> {
  await withPlatform(context, async ({ engine }) => {
    const { db, sweeper } = engine;
    const findings = id
      ? [await findFinding(db, id)]
      : await listFindings(db, { state: "open", limit: recheckLimit });
    await sweeper.recheck(findings);
    const states = await Promise.all(findings.map((finding) => findFinding(db, finding.id)));
    const resolved = states.filter(({ state }) => state === "resolved").length;
    context.print(`Looked at ${findings.length} findings: ${resolved} are resolved.`);
  });
}
