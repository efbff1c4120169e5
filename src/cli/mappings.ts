// `ledgerline mappings`: look at the mappings in force, and save an installation's own.

import type { Command } from "commander";
import { stringify as toYaml } from "yaml";
import { IntegrationError } from "../core/errors.ts";
import { liveConnection } from "../engine/connection-setup.ts";
import { applyMapping } from "../engine/mapping-setup.ts";
import { parseMappingDocument } from "../mapping/document.ts";
import { findMapping, removeMapping } from "../store/mappings.ts";
import { type CommandContext, withPlatform } from "./command-context.ts";
import { readNamedFile } from "./option-values.ts";
import { printListing } from "./table.ts";

export function registerMappings(program: Command, context: CommandContext): void {
  const group = program.command("mappings").description("Translations between systems.");
  group
    .command("list <connection>")
    .description("List the mappings of a connection.")
    .option("--json", "print as JSON")
    .action((connection: string, options: { json?: boolean }) =>
      list(context, connection, options),
    );
  group
    .command("export <connection> <mapping>")
    .description("Print the mapping in force as YAML.")
    .action((connection: string, name: string) => exportMapping(context, connection, name));
  group
    .command("apply <connection> <file>")
    .description("Check and save an own mapping from a YAML file.")
    .action((connection: string, file: string) => apply(context, connection, file));
  group
    .command("reset <connection> <mapping>")
    .description("Go back to the mapping that comes with the connector.")
    .action((connection: string, name: string) =>
      withPlatform(context, async ({ setup }) => {
        const { row } = await liveConnection(setup, connection);
        await removeMapping(setup.db, { name, connectionId: row.id });
        context.print(`"${name}" is the connector's own again.`);
      }),
    );
}

async function list(
  context: CommandContext,
  connectionName: string,
  options: { json?: boolean },
): Promise<void> {
  const rows = await withPlatform(context, async ({ setup }) => {
    const { connector, row } = await liveConnection(setup, connectionName);
    return Promise.all(
      connector.mappings.map(async ({ mapping, title, from, to }) => {
        const own = await findMapping(setup.db, { name: mapping, connectionId: row.id });
        return { mapping, title, from, to, version: own?.version ?? 0 };
      }),
    );
  });
  printListing(context, {
    rows,
    columns: [
      ["MAPPING", (row) => row.mapping],
      ["FROM", (row) => row.from],
      ["TO", (row) => row.to],
      ["OWN VERSION", (row) => row.version || ""],
    ],
    empty: "The connector has no mappings.",
    json: options.json ?? false,
  });
}

async function exportMapping(
  context: CommandContext,
  connectionName: string,
  name: string,
): Promise<void> {
  await withPlatform(context, async ({ setup }) => {
    const { connector, row } = await liveConnection(setup, connectionName);
    const own = await findMapping(setup.db, { name, connectionId: row.id });
    const document = own?.document ?? connector.mappings.find((each) => each.mapping === name);
    if (!document) throw new IntegrationError("NOT_FOUND", `There is no mapping named "${name}".`);
    context.print(toYaml(document).trimEnd());
  });
}

async function apply(context: CommandContext, connection: string, file: string): Promise<void> {
  const document = parseMappingDocument(await readNamedFile(file));
  await withPlatform(context, async ({ setup }) => {
    await applyMapping(setup, connection, document);
    context.print(`Saved "${document.mapping}" for "${connection}".`);
  });
}
