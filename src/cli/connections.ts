// `ledgerline connections`: list, test, pause, resume, remove, webhooks.

import type { Command } from "commander";
import { IntegrationError } from "../core/errors.ts";
import {
  changeConnection,
  pauseConnection,
  resumeConnection,
  testConnection,
} from "../engine/connection-setup.ts";
import { hookUrl, registerWebhooks } from "../engine/webhook-setup.ts";
import { findConnection, listConnections, removeConnection } from "../store/connections.ts";
import { listCursors } from "../store/cursors.ts";
import { type CommandContext, withDatabase, withPlatform } from "./command-context.ts";
import { collect, readNumbers, readPairs, readSettings } from "./pairs.ts";
import { printListing } from "./table.ts";

interface JsonOption {
  json?: boolean;
}

export function registerConnections(program: Command, context: CommandContext): void {
  const group = program.command("connections").description("Connections to other systems.");
  group
    .command("list", { isDefault: true })
    .description("List connections with their state.")
    .option("--json", "print as JSON")
    .action((options: JsonOption) => list(context, options));
  group
    .command("test <name>")
    .description("Prove that a connection can read and write.")
    .option("--json", "print as JSON")
    .action((name: string, options: JsonOption) => test(context, name, options));
  group
    .command("set <name>")
    .description("Change settings, secrets or limits of a connection; everything else stays.")
    .option("--title <title>", "title people read")
    .option("--set <name=value>", "a setting; repeat for more", collect, [])
    .option("--secret <name=value>", "a secret; repeat for more", collect, [])
    .option("--limit <name=value>", "a limit such as perSecond=2; repeat for more", collect, [])
    .action((name: string, options: ChangeOptions) => change(context, name, options));
  group
    .command("pause <name>")
    .description("Stop all work with a connection; events are still stored.")
    .option("--reason <text>", "why", "paused by hand")
    .action((name: string, { reason }: { reason: string }) =>
      withPlatform(context, async ({ setup }) => {
        await pauseConnection(setup, name, reason);
        context.print(`"${name}" is paused.`);
      }),
    );
  group
    .command("resume <name>")
    .description("Let the work of a paused connection go on.")
    .action((name: string) =>
      withPlatform(context, async ({ setup }) => {
        await resumeConnection(setup, name);
        context.print(`"${name}" is active; its waiting work goes on.`);
      }),
    );
  group
    .command("webhooks <name>")
    .description("Register this platform's address with the system.")
    .action((name: string) => webhooks(context, name));
  group
    .command("remove <name>")
    .description("Remove a connection with its secrets; what it did stays in the history.")
    .action((name: string) =>
      withDatabase(context, async ({ db }) => {
        await removeConnection(db, name);
        context.print(`"${name}" is removed.`);
      }),
    );
}

interface ChangeOptions {
  title?: string;
  set: string[];
  secret: string[];
  limit: string[];
}

async function change(
  context: CommandContext,
  name: string,
  options: ChangeOptions,
): Promise<void> {
  await withPlatform(context, ({ setup }) =>
    changeConnection(setup, name, {
      title: options.title,
      settings: readSettings(options.set, "--set"),
      secrets: readPairs(options.secret, "--secret"),
      limits: readNumbers(options.limit, "--limit"),
    }),
  );
  context.print(`"${name}" is changed. Prove it with: connections test ${name}`);
}

async function list(context: CommandContext, options: JsonOption): Promise<void> {
  const rows = await withDatabase(context, async ({ db }) => {
    const cursors = await listCursors(db);
    return (await listConnections(db)).map((row) => ({
      name: row.name,
      title: row.title,
      connector: row.connector,
      status: row.status,
      reason: row.status_reason,
      lastPolledAt:
        cursors
          .filter((cursor) => cursor.connection_id === row.id)
          .map((cursor) => cursor.last_polled_at?.toISOString() ?? "")
          .sort()
          .at(-1) || null,
    }));
  });
  printListing(context, {
    rows,
    columns: [
      ["NAME", (row) => row.name],
      ["SYSTEM", (row) => row.connector],
      ["STATUS", (row) => row.status],
      ["LAST POLLED", (row) => row.lastPolledAt],
      ["REASON", (row) => row.reason],
    ],
    empty: "There is no connection yet. Make one with: connect freshbooks, or connect kentico.",
    json: options.json ?? false,
  });
}

async function test(context: CommandContext, name: string, options: JsonOption): Promise<void> {
  const findings = await withPlatform(context, ({ setup }) => testConnection(setup, name));
  printListing(context, {
    rows: findings,
    columns: [
      ["", (row) => (row.ok ? "ok" : "NOT OK")],
      ["CHECK", (row) => row.check],
      ["DETAIL", (row) => row.detail],
    ],
    empty: "Nothing was checked.",
    json: options.json ?? false,
  });
  if (findings.some((finding) => !finding.ok)) process.exitCode = 1;
}

async function webhooks(context: CommandContext, name: string): Promise<void> {
  const { publicUrl } = context.config();
  if (!publicUrl) {
    throw new IntegrationError("CONFIGURATION_INVALID", "LEDGERLINE_PUBLIC_URL is not set.", {
      hint: "Set it to the https address at which the other system reaches this platform.",
    });
  }
  await withPlatform(context, async ({ setup, database }) => {
    await registerWebhooks(setup, name, publicUrl);
    const connection = await findConnection(database.db, name);
    context.print(`Registered ${hookUrl(publicUrl, connection)}`);
  });
}
