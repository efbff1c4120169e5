// `ledgerline sandbox`: the simulated shop and books alone.

import type { Command } from "commander";
import { type Sandbox, startSandbox } from "../../sandbox/start.ts";
import { type CommandContext, untilStopped } from "./command-context.ts";

interface SandboxOptions {
  seed: string;
  json?: boolean;
}

export function registerSandbox(program: Command, context: CommandContext): void {
  program
    .command("sandbox")
    .description("Start the simulated Kentico shop and FreshBooks account alone.")
    .option("--seed <number>", "decides ids and credentials", "1")
    .option("--json", "print addresses and credentials as JSON")
    .action((options: SandboxOptions) => run(context, options));
}

async function run(context: CommandContext, options: SandboxOptions): Promise<void> {
  const sandbox = await startSandbox({
    seed: Number(options.seed),
    ports: { freshbooks: 7401, kentico: 7402 },
  });
  try {
    context.print(options.json ? JSON.stringify(described(sandbox)) : asText(sandbox));
    await untilStopped();
  } finally {
    await sandbox.close();
  }
}

function described({ freshbooks, kentico }: Sandbox) {
  return [freshbooks, kentico].map(({ name, url, credentials }) => ({ name, url, credentials }));
}

function asText(sandbox: Sandbox): string {
  const systems = described(sandbox).map(({ name, url, credentials }) =>
    [
      `${name}: ${url}`,
      ...Object.entries(credentials).map(([key, value]) => `  ${key}: ${value}`),
    ].join("\n"),
  );
  return [...systems, "Stop with Ctrl+C."].join("\n\n");
}
