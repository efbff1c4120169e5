#!/usr/bin/env node
// Entry of the `ledgerline` command.

import { Command } from "commander";
import { registerCircuits } from "./cli/circuits.ts";
import {
  type CommandContext,
  commandFailure,
  createCommandContext,
} from "./cli/command-context.ts";
import { registerConnect } from "./cli/connect.ts";
import { registerConnections } from "./cli/connections.ts";
import { registerConnectors } from "./cli/connectors.ts";
import { registerDeadLetters } from "./cli/dead-letters.ts";
import { registerDemo } from "./cli/demo.ts";
import { registerDoctor } from "./cli/doctor.ts";
import { registerFindings } from "./cli/findings.ts";
import { registerFlows } from "./cli/flows.ts";
import { registerLookups } from "./cli/lookups.ts";
import { registerMappings } from "./cli/mappings.ts";
import { registerMigrate } from "./cli/migrate.ts";
import { registerQuarantine } from "./cli/quarantine.ts";
import { registerReconcile } from "./cli/reconcile.ts";
import { registerReview } from "./cli/review.ts";
import { registerRuns } from "./cli/runs.ts";
import { registerSandbox } from "./cli/sandbox.ts";
import { registerSchemas } from "./cli/schemas.ts";
import { registerStart } from "./cli/start.ts";

function createProgram(context: CommandContext): Command {
  const program = new Command("ledgerline")
    .description("Keeps FreshBooks in step with Kentico, Clarity eCommerce and Infor.")
    .showHelpAfterError("(--help shows what is possible)");
  registerStart(program, context);
  registerDemo(program, context);
  registerSandbox(program, context);
  registerConnectors(program, context);
  registerConnect(program, context);
  registerConnections(program, context);
  registerCircuits(program, context);
  registerFlows(program, context);
  registerMappings(program, context);
  registerLookups(program, context);
  registerSchemas(program, context);
  registerRuns(program, context);
  registerDeadLetters(program, context);
  registerReview(program, context);
  registerMigrate(program, context);
  registerDoctor(program, context);
  registerReconcile(program, context);
  registerFindings(program, context);
  registerQuarantine(program, context);
  return program;
}

const context = createCommandContext(process.env, process.cwd());
try {
  await createProgram(context).parseAsync();
} catch (thrown) {
  const error = commandFailure(thrown);
  context.note(`${error.code}: ${error.message}`);
  context.note(`  ${error.hint}`);
  if (error.outcome === "poison" && error.cause instanceof Error)
    context.note(error.cause.stack ?? "");
  process.exitCode = 1;
}
