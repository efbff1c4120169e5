// `npm run bench`: how fast the product is on this machine, as ratios to something bare in the same run.

import { parseArgs } from "node:util";
import { measureIntake } from "./intake.ts";
import { type Figures, fullPlan, quickPlan } from "./measures.ts";
import { measureOrders } from "./orders.ts";

const { values } = parseArgs({
  options: { quick: { type: "boolean" }, json: { type: "boolean" } },
});
const plan = values.quick ? quickPlan : fullPlan;
const startedMs = performance.now();

function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(4)) : value;
}

function sentences({ orders, intake, rssMB, seconds }: Figures): string {
  const { platform, database } = orders.cpuMsPerOrder;
  return [
    `orders  ${orders.perSecond.toFixed(0)}/s, ${orders.ratio.toFixed(2)} of the bare script's ${orders.bareScriptPerSecond.toFixed(0)}/s`,
    `        processor time per order ${platform.toFixed(2)} ms, and ${database.toFixed(2)} ms of the database`,
    `        webhook to payment at ${plan.steady.perSecond}/s: p50 ${orders.p50Ms} ms, p99 ${orders.p99Ms} ms`,
    `intake  ${intake.perSecond.toFixed(0)} webhooks/s, ${intake.ratio.toFixed(2)} of the bare route's ${intake.bareRoutePerSecond.toFixed(0)}/s`,
    `        answered within p50 ${intake.p50Ms.toFixed(0)} ms, p99 ${intake.p99Ms.toFixed(0)} ms`,
    `memory  ${rssMB.toFixed(0)} MB`,
    `        measured in ${seconds.toFixed(0)} s`,
  ].join("\n");
}

const { figures: orders, rssMB } = await measureOrders(plan);
const intake = await measureIntake(plan);
const seconds = (performance.now() - startedMs) / 1_000;
const figures: Figures = { orders, intake, rssMB, seconds };
process.stdout.write(
  `${sentences(figures)}\n${values.json ? `${JSON.stringify(figures, rounded)}\n` : ""}`,
);
