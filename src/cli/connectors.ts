// `ledgerline connectors`: the systems that can be connected, and what each asks for.

import type { Command } from "commander";
import { z } from "zod";
import type { Connector } from "../connector-kit/connector.ts";
import { connectors } from "../connectors/registry.ts";
import { IntegrationError } from "../core/errors.ts";
import { isJsonObject } from "../core/json.ts";
import { limitsSchema } from "../engine/limits.ts";
import type { CommandContext } from "./command-context.ts";
import { printListing } from "./table.ts";

interface JsonOption {
  json?: boolean;
}

/** What `connect` takes for a connector: a setting or a secret. */
interface Input {
  option: "--set" | "--secret" | "--limit";
  name: string;
  /** The default; empty when there is none. */
  default: string;
  required: boolean;
  meaning: string;
}

export function registerConnectors(program: Command, context: CommandContext): void {
  const group = program.command("connectors").description("Systems that can be connected.");
  group
    .command("list", { isDefault: true })
    .description("List the systems.")
    .option("--json", "print as JSON")
    .action((options: JsonOption) => list(context, options));
  group
    .command("show <connector>")
    .description("Show the settings, secrets and limits of a system, for connect.")
    .option("--json", "print as JSON")
    .action((id: string, options: JsonOption) => show(context, id, options));
}

function list(context: CommandContext, options: JsonOption): void {
  printListing(context, {
    rows: [...connectors.values()].map(({ id, title }) => ({ id, title })),
    columns: [
      ["CONNECTOR", (row) => row.id],
      ["SYSTEM", (row) => row.title],
    ],
    empty: "There are no connectors.",
    json: options.json ?? false,
  });
}

function show(context: CommandContext, id: string, options: JsonOption): void {
  const connector = connectors.get(id);
  if (!connector) {
    throw new IntegrationError("NOT_FOUND", `There is no connector "${id}".`, {
      hint: `Known connectors: ${[...connectors.keys()].join(", ")}.`,
    });
  }
  printListing(context, {
    rows: [...settingsOf(connector), ...secretsOf(connector), ...limitsOf(connector)],
    columns: [
      ["OPTION", (row) => `${row.option} ${row.name}=`],
      ["DEFAULT", (row) => (row.required ? "(required)" : row.default)],
      ["MEANING", (row) => row.meaning],
    ],
    empty: "It needs no settings.",
    json: options.json ?? false,
    widestCell: 200,
  });
}

function settingsOf({ settings }: Connector): Input[] {
  const { properties = {}, required = [] } = z.toJSONSchema(settings, { io: "input" });
  return Object.entries(properties).map(([name, schema]) => {
    const { description = "", default: preset = "" } = isJsonObject(schema) ? schema : {};
    return {
      option: "--set",
      name,
      default: String(preset),
      required: required.includes(name),
      meaning: `${description}${choicesOf(schema)}`,
    };
  });
}

function choicesOf(schema: unknown): string {
  const choices = isJsonObject(schema) ? schema["enum"] : undefined;
  return Array.isArray(choices) ? ` One of ${choices.join(", ")}.` : "";
}

function secretsOf({ secrets }: Connector): Input[] {
  return Object.entries(secrets).map(([name, { title, required }]) => ({
    option: "--secret",
    name,
    default: "",
    required,
    meaning: title,
  }));
}

function limitsOf({ limits }: Connector): Input[] {
  const { properties = {} } = z.toJSONSchema(limitsSchema);
  return Object.entries(properties).map(([name, schema]) => ({
    option: "--limit",
    name,
    default: String(limits[name as keyof Connector["limits"]]),
    required: false,
    meaning: (isJsonObject(schema) && schema["description"]?.toString()) || "",
  }));
}
