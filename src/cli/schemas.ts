// `ledgerline schemas`: the canonical messages as JSON Schema, for people who write mappings.

import type { Command } from "commander";
import {
  isMessageName,
  type MessageName,
  messageJsonSchema,
  messages,
} from "../canonical/messages.ts";
import { IntegrationError } from "../core/errors.ts";
import type { CommandContext } from "./command-context.ts";
import { printListing } from "./table.ts";

export function registerSchemas(program: Command, context: CommandContext): void {
  const group = program.command("schemas").description("The canonical data model.");
  group
    .command("list", { isDefault: true })
    .description("List the canonical messages.")
    .option("--json", "print as JSON")
    .action((options: { json?: boolean }) => list(context, options));
  group
    .command("show <message>")
    .description("Print a message's JSON Schema.")
    .action((name: string) => context.print(JSON.stringify(schemaOf(name), null, 2)));
}

function list(context: CommandContext, options: { json?: boolean }): void {
  const rows = (Object.keys(messages) as MessageName[]).map((name) => ({
    name,
    description: messages[name].description ?? "",
  }));
  printListing(context, {
    rows,
    columns: [
      ["MESSAGE", (row) => row.name],
      ["MEANING", (row) => row.description],
    ],
    empty: "There are no messages.",
    json: options.json ?? false,
  });
}

function schemaOf(name: string): Record<string, unknown> {
  if (isMessageName(name)) return messageJsonSchema(name);
  throw new IntegrationError("NOT_FOUND", `There is no message "${name}".`, {
    hint: `Messages: ${Object.keys(messages).join(", ")}.`,
  });
}
