// `ledgerline flows`: list, enable, disable, export, apply.

import type { Command } from "commander";
import { parse as parseYaml, stringify as toYaml } from "yaml";
import { IntegrationError } from "../core/errors.ts";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import type { Setup } from "../engine/connection-setup.ts";
import {
  disableFlow,
  enableFlow,
  exportedFlow,
  saveFlow,
  takeBacklog,
} from "../engine/flow-setup.ts";
import { parseFlow } from "../flows/document.ts";
import { findTemplate, listTemplates } from "../flows/templates.ts";
import { type Flow, findFlow, listFlows, removeFlow } from "../store/flows.ts";
import { type CommandContext, withDatabase, withPlatform } from "./command-context.ts";
import { readParameters } from "./flow-parameters.ts";
import { readNamedFile } from "./option-values.ts";
import { collect, readPairs } from "./pairs.ts";
import { printListing } from "./table.ts";

interface EnableOptions {
  role: string[];
  set: string[];
  backlog?: boolean;
}

export function registerFlows(program: Command, context: CommandContext): void {
  const group = program.command("flows").description("Flows: what happens when something changes.");
  group
    .command("list", { isDefault: true })
    .description("List flows and templates.")
    .option("--json", "print as JSON")
    .action((options: { json?: boolean }) => list(context, options));
  group
    .command("enable <flow>")
    .description("Enable a flow; a template is installed first.")
    .option("--role <role=connection>", "who plays a role; repeat for more", collect, [])
    .option("--set <parameter=value>", "a parameter; repeat for more", collect, [])
    .option("--backlog", "also work on events that were stored before any flow wanted them")
    .action((id: string, options: EnableOptions) => enable(context, id, options));
  group
    .command("disable <flow>")
    .description("Disable a flow; its waiting work keeps its place.")
    .action((id: string) =>
      withDatabase(context, async ({ db }) => {
        await disableFlow(db, id);
        context.print(`"${id}" is disabled.`);
      }),
    );
  group
    .command("remove <flow>")
    .description("Remove a flow; its runs stay in the history.")
    .action((id: string) =>
      withDatabase(context, async ({ db }) => {
        await removeFlow(db, id);
        context.print(`"${id}" is removed.`);
      }),
    );
  group
    .command("export <flow>")
    .description("Print a flow with its parameters and roles as YAML.")
    .option("--json", "print as JSON")
    .action((id: string, options: { json?: boolean }) => exportFlow(context, id, options));
  group
    .command("apply <file>")
    .description("Save a flow from a YAML or JSON file, as printed by export.")
    .action((file: string) => apply(context, file));
}

async function list(context: CommandContext, options: { json?: boolean }): Promise<void> {
  const flows = await withDatabase(context, ({ db }) => listFlows(db));
  const installed = new Set(flows.map((flow) => flow.id));
  const rows = [
    ...flows.map(({ id, title, version, enabled, roles }) => ({
      id,
      title,
      version,
      state: enabled ? "enabled" : "disabled",
      roles,
    })),
    ...listTemplates()
      .filter((template) => !installed.has(template.flow))
      .map(({ flow: id, title }) => ({ id, title, version: 0, state: "template", roles: {} })),
  ];
  printListing(context, {
    rows,
    columns: [
      ["FLOW", (row) => row.id],
      ["STATE", (row) => row.state],
      ["VERSION", (row) => row.version || ""],
      [
        "ROLES",
        (row) =>
          Object.entries(row.roles)
            .map(([role, names]) => `${role}=${names}`)
            .join(" "),
      ],
      ["TITLE", (row) => row.title],
    ],
    empty: "There are no flows.",
    json: options.json ?? false,
  });
}

async function enable(context: CommandContext, id: string, options: EnableOptions): Promise<void> {
  await withPlatform(context, async ({ setup }) => {
    await saveWithOptions(setup, id, options);
    await enableFlow(setup, id);
    context.print(`"${id}" is enabled.`);
    if (!options.backlog) return;
    context.print(`${await takeBacklog(setup, id)} stored events are worked on now.`);
  });
}

/** Installs a template, or changes roles and parameters of a flow that is there. */
async function saveWithOptions(setup: Setup, id: string, options: EnableOptions): Promise<void> {
  const known = await installedFlow(setup, id);
  const roles = Object.fromEntries(
    Object.entries(readPairs(options.role, "--role")).map(([role, names]) => [
      role,
      names.split(","),
    ]),
  );
  if (known && options.role.length + options.set.length === 0) return;
  const document = known ? parseFlow(known.document) : findTemplate(id);
  await saveFlow(setup, {
    document,
    params: { ...(known?.params ?? {}), ...readParameters(document, options.set) },
    roles: { ...(known?.roles ?? {}), ...roles },
  });
}

async function installedFlow({ db }: Setup, id: string): Promise<Flow | undefined> {
  return (await listFlows(db)).find((flow) => flow.id === id);
}

async function exportFlow(
  context: CommandContext,
  id: string,
  options: { json?: boolean },
): Promise<void> {
  const flow = await withDatabase(context, ({ db }) => findFlow(db, id));
  const document = exportedFlow(flow);
  context.print(options.json ? JSON.stringify(document, null, 2) : toYaml(document).trimEnd());
}

/**
 * A file holds a flow alone, or with its parameters and roles as printed by export; what it does not
 * hold stays as it is.
 */
async function apply(context: CommandContext, file: string): Promise<void> {
  const parsed = parseNamedYaml(file, await readNamedFile(file));
  const isExport = isJsonObject(parsed) && isJsonObject(parsed["document"]);
  const { params, roles } = isExport ? parsed : {};
  const document = parseFlow(isExport ? parsed["document"] : parsed);
  await withPlatform(context, async ({ setup }) => {
    const known = await installedFlow(setup, document.flow);
    const flow = await saveFlow(setup, {
      document,
      params: (params ?? known?.params ?? {}) as JsonObject,
      roles: (roles ?? known?.roles ?? {}) as Record<string, string[]>,
    });
    context.print(`Saved "${flow.id}" as version ${flow.version}.`);
    if (!flow.enabled) context.print(`It is not enabled. Do so with: flows enable ${flow.id}`);
  });
}

function parseNamedYaml(file: string, text: string): unknown {
  try {
    return parseYaml(text);
  } catch (cause) {
    const [problem] = String(cause).split("\n");
    throw new IntegrationError("REQUEST_INVALID", `${file} is not YAML: ${problem}`, {
      hint: "Correct the file; flows export prints one to begin with.",
      cause,
    });
  }
}
