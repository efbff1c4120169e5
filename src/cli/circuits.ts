// `ledgerline circuits`: which systems calls are held back from, and what a person does about it.

import { type Command, Option } from "commander";
import {
  type CircuitChoice,
  type CircuitView,
  closeCircuit,
  openCircuit,
  resetCircuit,
  viewCircuits,
} from "../engine/circuit/circuit-desk.ts";
import { findConnection } from "../store/connections.ts";
import type { Db } from "../store/schema.ts";
import { type CommandContext, withDatabase } from "./command-context.ts";
import { printListing } from "./table.ts";

interface Options {
  kind?: CircuitChoice["kind"];
  json?: boolean;
}

interface Action {
  description: string;
  /** What is true of the connection afterwards. */
  done: string;
  act(db: Db, choice: CircuitChoice): Promise<void>;
}

const opening: Action = {
  description: "Hold all calls back until the circuit is closed by hand.",
  done: "is held back until you close it; its work waits.",
  act: openCircuit,
};

const closing: Action = {
  description: "Let calls through again; waiting work goes on, slowly at first.",
  done: "is let through again; its waiting work goes on.",
  act: closeCircuit,
};

const resetting: Action = {
  description: "Forget all failures, as if there had never been any.",
  done: "is as new.",
  act: resetCircuit,
};

export function registerCircuits(program: Command, context: CommandContext): void {
  const group = program
    .command("circuits")
    .description("Circuit breakers: calls to a system that fails are held back until it answers.");
  group
    .command("list", { isDefault: true })
    .description("List the circuits of all connections.")
    .option("--json", "print as JSON")
    .action((options: Options) => list(context, options));
  group
    .command("show <connection>")
    .description("Show the circuits of one connection.")
    .option("--json", "print as JSON")
    .action((connection: string, options: Options) => list(context, options, connection));
  addAction(group.command("open <connection>"), context, opening);
  addAction(group.command("close <connection>"), context, closing);
  addAction(group.command("reset <connection>"), context, resetting);
}

function addAction(command: Command, context: CommandContext, action: Action): void {
  command
    .description(action.description)
    .addOption(new Option("--kind <kind>", "only calls of one kind").choices(["read", "write"]))
    .option("--json", "print as JSON")
    .action((connection: string, options: Options) =>
      change(context, action, { connection, ...options }),
    );
}

async function list(context: CommandContext, options: Options, connection?: string): Promise<void> {
  const rows = await withDatabase(context, ({ db }) => circuitsOf(db, connection));
  printCircuits(context, rows, options.json ?? false);
}

async function circuitsOf(db: Db, connection: string | undefined): Promise<CircuitView[]> {
  const all = await viewCircuits(db);
  if (connection === undefined) return all;
  const { name } = await findConnection(db, connection);
  return all.filter((row) => row.connection === name);
}

async function change(
  context: CommandContext,
  action: Action,
  { connection, kind, json }: Options & { connection: string },
): Promise<void> {
  const rows = await withDatabase(context, async ({ db }) => {
    await action.act(db, { connection, kind });
    return circuitsOf(db, connection);
  });
  if (json) printCircuits(context, rows, true);
  else context.print(`"${connection}" ${action.done}`);
}

function printCircuits(context: CommandContext, rows: readonly CircuitView[], json: boolean): void {
  printListing(context, {
    rows,
    columns: [
      ["CONNECTION", (row) => row.connection],
      ["CALLS", (row) => row.kind],
      ["STATE", (row) => row.state],
      ["FAILED", (row) => `${row.failed} of ${row.calls}`],
      ["IN A ROW", (row) => row.failuresInARow],
      ["OPEN SINCE", (row) => row.openSince],
      ["NEXT PROBE", (row) => row.nextProbeAt],
      ["RATE", (row) => `${row.rateShare * 100} %`],
    ],
    empty: "There is no connection yet.",
    json,
  });
}
