// `npm run sim`: simulated worlds until so many orders were placed, or one world again.
//
//   npm run -s sim -- --orders 50000 --seed 1 --json
//   npm run -s sim -- --world 123 --orders 250 --history history.jsonl

import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { openSession } from "./memory/fresh.ts";
import { playWorlds } from "./play-worlds.ts";
import { isBroken, sumUp } from "./report.ts";
import { runWorld, type WorldReport } from "./run-world.ts";
import { drawSwarm } from "./swarm.ts";
import { ordersPerWorld, planWorlds, replayCommand } from "./worlds.ts";

const { values } = parseArgs({
  options: {
    orders: { type: "string" },
    seed: { type: "string", default: "1" },
    processes: { type: "string", default: "2" },
    world: { type: "string" },
    history: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

const startedMs = performance.now();

function tell(line: string): void {
  if (!values.json) process.stdout.write(`${line}\n`);
}

/** A broken promise is always told, where it does not disturb who reads the result. */
function complain(report: WorldReport): void {
  if (!isBroken(report)) return;
  for (const finding of report.findings) process.stderr.write(`${JSON.stringify(finding)}\n`);
  process.stderr.write(`To see it again: ${replayCommand(report)}\n`);
}

async function playAgain(seed: number, orders: number): Promise<WorldReport[]> {
  const session = await openSession();
  const swarm = drawSwarm(seed);
  tell(JSON.stringify(swarm));
  const report = await runWorld({ seed, orders, swarm, session, keepsHistory: true });
  if (values.history) await writeFile(values.history, `${report.history.join("\n")}\n`);
  tell(`history ${report.digest}`);
  complain(report);
  return [report];
}

async function playMany(orders: number): Promise<WorldReport[]> {
  const worlds = planWorlds(Number(values.seed), orders);
  let played = 0;
  return playWorlds({
    worlds,
    processes: Number(values.processes),
    onReport: (report) => {
      played += 1;
      complain(report);
      tell(`${played} of ${worlds.length} worlds, the last with ${report.crashes} crashes`);
    },
  });
}

const reports = values.world
  ? await playAgain(Number(values.world), Number(values.orders ?? ordersPerWorld))
  : await playMany(Number(values.orders ?? 5_000));
const report = sumUp(reports);
const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
process.stdout.write(`${JSON.stringify({ ...report, seconds })}\n`);
process.exitCode = isBroken(report) ? 1 : 0;
process.exit();
