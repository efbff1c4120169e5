// `ledgerline demo`: the main job on the sandbox. Orders are placed in a simulated shop and become
// clients, invoices and payments in simulated books; then both sides are compared.

import { join } from "node:path";
import type { Command } from "commander";
import { driveScenario } from "../../sandbox/scenario/drive.ts";
import { generateOrders } from "../../sandbox/scenario/generate-orders.ts";
import { type Sandbox, startSandbox } from "../../sandbox/start.ts";
import type { Config } from "../config.ts";
import { listen, openPlatform, type Platform } from "../platform.ts";
import { removeDataFolder } from "../store/remove-data-folder.ts";
import { type CommandContext, untilStopped } from "./command-context.ts";
import { connectSandbox } from "./demo/connect-sandbox.ts";
import { watchProgress } from "./demo/progress.ts";
import { compareSides, formatComparison, summaryOf } from "./demo/report.ts";
import { wholeNumber } from "./option-values.ts";

interface DemoOptions {
  orders: number;
  seed: number;
  once?: boolean;
  json?: boolean;
}

export function registerDemo(program: Command, context: CommandContext): void {
  program
    .command("demo")
    .description("Run the main job on a simulated shop and simulated books.")
    .option("--orders <number>", "orders to place", wholeNumber(1, 100_000), 40)
    .option("--seed <number>", "decides the orders", wholeNumber(0, 1_000_000_000), 1)
    .option("--once", "end when all orders are done instead of staying up")
    .option("--json", "print one JSON object as the last line")
    .action((options: DemoOptions) => demo(context, options));
}

async function demo(context: CommandContext, options: DemoOptions): Promise<void> {
  const config = demoConfig(context.config(), options);
  const startedMs = performance.now();
  await removeDataFolder(config.dataDir);
  context.note("Starting the database, the platform, a Kentico shop and a FreshBooks account.");
  const platform = await openPlatform({
    config,
    mode: "own",
    logTo: join(config.dataDir, "log.jsonl"),
  });
  const sandbox = await startSandbox({ seed: options.seed });
  try {
    const server = await listen(platform, config);
    const { url } = server;
    await connectSandbox({ setup: platform.setup, sandbox, publicUrl: url });
    await platform.engine.start();
    await runOrders(context, { platform, sandbox, options });
    await report(context, { platform, sandbox, options, startedMs });
    if (!options.once) await stayUp(context, { sandbox, url });
    await server.close();
  } finally {
    await sandbox.close();
    await platform.close();
  }
}

/** The demo has a data folder of its own, made anew each time, as the sandbox forgets everything too. */
function demoConfig(config: Config, options: DemoOptions): Config {
  return {
    ...config,
    dataDir: join(config.dataDir, "demo"),
    databaseUrl: undefined,
    port: options.once ? 0 : config.port,
  };
}

interface Demo {
  platform: Platform;
  sandbox: Sandbox;
  options: DemoOptions;
}

async function runOrders(
  context: CommandContext,
  { platform, sandbox, options }: Demo,
): Promise<void> {
  const orders = generateOrders({ seed: options.seed, count: options.orders });
  context.note(`Placing ${orders.length} orders in the shop.`);
  const progress = watchProgress(context, { platform, sandbox });
  await driveScenario({
    kenticoUrl: sandbox.kentico.url,
    orders,
    concurrency: 8,
    onProgress: (placed) => progress.placed(placed),
  });
  await progress.untilDone();
}

async function report(
  context: CommandContext,
  { platform, sandbox, options, startedMs }: Demo & { startedMs: number },
): Promise<void> {
  const comparison = await compareSides(sandbox);
  const seconds = Number(((performance.now() - startedMs) / 1000).toFixed(1));
  const summary = await summaryOf({ db: platform.engine.db, comparison, seconds });
  const write = options.json ? context.note : context.print;
  write(formatComparison(comparison, summary));
  if (options.json) context.print(JSON.stringify(summary));
  if (summary.duplicates + summary.missing + summary.mismatches > 0) process.exitCode = 1;
}

async function stayUp(
  context: CommandContext,
  { sandbox, url }: { sandbox: Sandbox; url: string },
): Promise<void> {
  context.print(
    [
      "",
      "Everything keeps running:",
      `  platform    ${url}/readyz`,
      `  shop        ${sandbox.kentico.url}  (place orders: POST /_control/orders)`,
      `  books       ${sandbox.freshbooks.url}  (everything created: GET /_control/ledger)`,
      "  look inside LEDGERLINE_DATA=data/demo npm run -s ledgerline -- runs list",
      "Stop with Ctrl+C.",
    ].join("\n"),
  );
  await untilStopped();
}
