// `ledgerline lookups`: tables from values of one system to values of another.

import type { Command } from "commander";
import {
  addMissingLookupRows,
  findLookupTable,
  listLookupTables,
  removeLookupRow,
  setLookupRow,
} from "../store/lookup-tables.ts";
import { type CommandContext, withDatabase } from "./command-context.ts";
import { jsonOrText } from "./pairs.ts";
import { printListing } from "./table.ts";

export function registerLookups(program: Command, context: CommandContext): void {
  const group = program
    .command("lookups")
    .description("Lookup tables, such as taxes and statuses.");
  group
    .command("list", { isDefault: true })
    .description("List lookup tables.")
    .option("--json", "print as JSON")
    .action((options: { json?: boolean }) => list(context, options));
  group
    .command("show <table>")
    .description("Show the rows of a table.")
    .option("--json", "print as JSON")
    .action((table: string, options: { json?: boolean }) => show(context, table, options));
  group
    .command("set <table> <key> <value>")
    .description("Set a row; the value is JSON or text. A new table is made.")
    .action((table: string, key: string, value: string) => set(context, { table, key, value }));
  group
    .command("remove <table> <key>")
    .description("Remove a row.")
    .action((table: string, key: string) =>
      withDatabase(context, async ({ db }) => {
        await removeLookupRow(db, table, key);
        context.print(`Removed "${key}" from ${table}.`);
      }),
    );
}

async function list(context: CommandContext, options: { json?: boolean }): Promise<void> {
  const rows = await withDatabase(context, ({ db }) => listLookupTables(db));
  printListing(context, {
    rows,
    columns: [
      ["TABLE", (row) => row.name],
      ["ROWS", (row) => row.rowCount],
      ["TITLE", (row) => row.title],
    ],
    empty: "There are no lookup tables.",
    json: options.json ?? false,
  });
}

async function show(
  context: CommandContext,
  name: string,
  options: { json?: boolean },
): Promise<void> {
  const table = await withDatabase(context, ({ db }) => findLookupTable(db, name));
  printListing(context, {
    rows: Object.entries(table.rows).map(([key, value]) => ({ key, value })),
    columns: [
      ["KEY", (row) => row.key],
      ["VALUE", (row) => (typeof row.value === "string" ? row.value : JSON.stringify(row.value))],
    ],
    empty: "The table has no rows.",
    json: options.json ?? false,
  });
}

interface NewRow {
  table: string;
  key: string;
  value: string;
}

async function set(context: CommandContext, { table, key, value }: NewRow): Promise<void> {
  await withDatabase(context, async ({ db }) => {
    await addMissingLookupRows(db, { name: table, title: table, rows: {} });
    await setLookupRow(db, { table, key }, jsonOrText(value));
    context.print(`"${key}" is set in ${table}.`);
  });
}
