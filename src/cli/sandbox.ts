// `ledgerline sandbox`: the simulated shop and books alone.

import type { Command } from "commander";
import { type Sandbox, startSandbox } from "../../sandbox/start.ts";
import { IntegrationError } from "../core/errors.ts";
import { type CommandContext, untilStopped } from "./command-context.ts";
import { wholeNumber } from "./option-values.ts";

interface SandboxOptions {
  seed: number;
  freshbooksPort: number;
  kenticoPort: number;
  json?: boolean;
}

const port = wholeNumber(0, 65_535);

export function registerSandbox(program: Command, context: CommandContext): void {
  program
    .command("sandbox")
    .description("Start the simulated Kentico shop and FreshBooks account alone.")
    .option("--seed <number>", "decides ids and credentials", wholeNumber(0, 1_000_000_000), 1)
    .option("--freshbooks-port <port>", "port of the books; 0 takes any free one", port, 7401)
    .option("--kentico-port <port>", "port of the shop; 0 takes any free one", port, 7402)
    .option("--json", "print addresses and credentials as JSON")
    .action((options: SandboxOptions) => run(context, options));
}

async function run(context: CommandContext, options: SandboxOptions): Promise<void> {
  const sandbox = await start(options);
  try {
    context.print(options.json ? JSON.stringify(described(sandbox)) : asText(sandbox));
    await untilStopped();
  } finally {
    await sandbox.close();
  }
}

async function start({ seed, freshbooksPort, kenticoPort }: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox({
      seed,
      ports: { freshbooks: freshbooksPort, kentico: kenticoPort },
    });
  } catch (thrown) {
    const isTaken = thrown instanceof Error && "code" in thrown && thrown.code === "EADDRINUSE";
    if (!isTaken) throw thrown;
    throw new IntegrationError(
      "CONFIGURATION_INVALID",
      `Another program already listens on port ${freshbooksPort} or ${kenticoPort}.`,
      { hint: "Choose others with --freshbooks-port and --kentico-port.", cause: thrown },
    );
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
