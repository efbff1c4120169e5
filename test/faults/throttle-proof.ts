// `npm run throttle-proof`: eight processes share one connection to books that allow twenty calls a second.
// Ends with 0 only if, in steady state, none was refused and at least 90 percent of the limit was used.

import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { generateOrders } from "../../sandbox/scenario/generate-orders.ts";
import type { Sandbox } from "../../sandbox/start.ts";
import { booksName } from "../../src/cli/demo/connect-sandbox.ts";
import { placeOrders } from "../e2e/process/accounts.ts";
import {
  connectNewSandbox,
  type Installation,
  makeInstallation,
} from "../e2e/process/installation.ts";
import { until } from "../e2e/process/until.ts";
import { booksOf } from "../support/books.ts";
import { callControl } from "../support/control.ts";

const processes = 8;
const limitPerSecond = 20;
const leastShare = 0.9;
/** Work for longer than is measured: an order makes about four calls. */
const ordersPerSecond = limitPerSecond / 3;
const warmUpSeconds = 5;

interface Figures {
  processes: number;
  limitPerSecond: number;
  usedShare: number;
  tooManyRequests: number;
}

async function main(seconds: number, asJson: boolean): Promise<void> {
  const installation = await makeInstallation({
    LEDGERLINE_LOG: "error",
    LEDGERLINE_CONCURRENCY: "8",
  });
  const stop = () => void installation.close().then(() => process.exit(1));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  try {
    report(await measure(installation, seconds), asJson);
  } finally {
    await installation.close();
  }
}

async function measure(installation: Installation, seconds: number): Promise<Figures> {
  const sandbox = await connectNewSandbox(installation);
  try {
    await limitCalls(installation, sandbox);
    await startProcesses(installation);
    const count = Math.ceil((seconds + 2 * warmUpSeconds) * ordersPerSecond);
    await placeOrders(sandbox, generateOrders({ seed: 1, count }));
    await sleep(warmUpSeconds * 1_000);
    const begin = new Date().toISOString();
    await sleep(seconds * 1_000);
    return await figuresOf(sandbox, { begin, end: new Date().toISOString(), seconds });
  } finally {
    await sandbox.close();
  }
}

async function limitCalls(installation: Installation, sandbox: Sandbox): Promise<void> {
  const limits = [`perSecond=${limitPerSecond}`, "burst=1", "concurrency=4"];
  const options = limits.flatMap((limit) => ["--limit", limit]);
  const { code, stderr } = await installation.run(["connections", "set", booksName, ...options]);
  if (code !== 0) throw new Error(`The limits could not be set: ${stderr}`);
  await callControl(sandbox.freshbooks, "settings", { rateLimitPerSecond: limitPerSecond });
}

async function startProcesses(installation: Installation): Promise<void> {
  await installation.start();
  const workers = Array.from({ length: processes - 1 }, () => installation.spawn(["worker"]));
  const isReady = () => workers.every((each) => each.output().stderr.includes("worker is ready"));
  await until(isReady, { what: "all workers are ready", deadlineMs: 60_000 });
}

interface Measured {
  begin: string;
  end: string;
  seconds: number;
}

/** From the simulator's own log. */
async function figuresOf(sandbox: Sandbox, { begin, end, seconds }: Measured): Promise<Figures> {
  const { calls } = await booksOf({ sandbox }).ledger();
  const measured = calls.filter(({ at }) => at >= begin && at < end);
  const refused = measured.filter(({ status }) => status === 429);
  const served = measured.length - refused.length;
  const usedShare = Number((served / (seconds * limitPerSecond)).toFixed(3));
  return { processes, limitPerSecond, usedShare, tooManyRequests: refused.length };
}

function report(figures: Figures, asJson: boolean): void {
  const { usedShare, tooManyRequests } = figures;
  process.stdout.write(
    `${processes} processes used ${(usedShare * 100).toFixed(1)} % of ${limitPerSecond} calls a second; ${tooManyRequests} were refused.\n`,
  );
  if (asJson) process.stdout.write(`${JSON.stringify(figures)}\n`);
  if (usedShare < leastShare || tooManyRequests > 0) process.exitCode = 1;
}

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    json: { type: "boolean", default: false },
  },
});
await main(Number(values.seconds), values.json);
