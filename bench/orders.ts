// From webhook to payment: the product beside a bare script that makes the same calls.

import { setTimeout as sleep } from "node:timers/promises";
import { type Child, startChild } from "./child.ts";
import { databaseCpuMs } from "./database-cpu.ts";
import { type Sent, sendHooks, signHooks, type Target } from "./load.ts";
import { median, type OrderFigures, type Plan, percentile } from "./measures.ts";
import { type BenchPlatform, startPlatform } from "./platform-process.ts";

type Api = Child<{ url: string }>;

interface ApiCounts {
  clients: number;
  invoices: number;
  payments: number;
  paidAtMs: Record<string, number>;
}

interface Booked {
  sent: Sent;
  paidAtMs: Record<string, number>;
  perSecond: number;
}

const longestMs = 60_000;
let nextOrder = 1;

function newOrders(count: number): string[] {
  return Array.from({ length: count }, () => String(nextOrder++));
}

async function countsOf(api: Api): Promise<ApiCounts> {
  return (await (await fetch(`${api.ready.url}/counts`)).json()) as ApiCounts;
}

/** Sends the webhooks and waits until every order is paid; the books must hold each exactly once. */
async function book(
  api: Api,
  target: Target,
  { orders, perSecond }: { orders: number; perSecond?: number },
): Promise<Booked> {
  await fetch(`${api.ready.url}/reset`);
  const hooks = signHooks(newOrders(orders), target);
  const startedMs = Date.now();
  const sent = await sendHooks(target, hooks, perSecond);
  let counts = await countsOf(api);
  while (counts.payments < orders && Date.now() - startedMs < longestMs) {
    await sleep(50);
    counts = await countsOf(api);
  }
  const { clients, invoices, payments, paidAtMs } = counts;
  if (clients !== orders || invoices !== orders || payments !== orders) {
    throw new Error(`${orders} orders became ${JSON.stringify({ clients, invoices, payments })}.`);
  }
  const lastMs = Math.max(...Object.values(paidAtMs));
  return { sent, paidAtMs, perSecond: orders / ((lastMs - startedMs) / 1_000) };
}

function latencies({ sent, paidAtMs }: Booked): number[] {
  return [...sent.sentAtMs].map(([order, sentMs]) => (paidAtMs[order] ?? Infinity) - sentMs);
}

async function cpuMs({ child, dataDir }: BenchPlatform) {
  const { cpuMs: platform } = await child.ask<{ cpuMs: number }>("usage");
  return { platform, database: await databaseCpuMs(dataDir) };
}

export interface OrdersMeasured {
  figures: OrderFigures;
  rssMB: number;
}

export async function measureOrders(plan: Plan): Promise<OrdersMeasured> {
  const api: Api = await startChild("stand-in/api.ts", []);
  const bare = await startChild<{ url: string }>("bare-script.ts", [api.ready.url]);
  const platform = await startPlatform(api.ready.url);
  const bareTarget = { url: `${bare.ready.url}/hook` };
  try {
    platform.child.tell("start");
    // Both have compiled their code before the clock runs.
    await book(api, bareTarget, { orders: 500 });
    await book(api, platform.target, { orders: 500 });
    const rounds: { own: number; bare: number }[] = [];
    const before = await cpuMs(platform);
    for (let round = 0; round < plan.rounds; round += 1) {
      const { perSecond: bareRate } = await book(api, bareTarget, plan);
      const { perSecond: ownRate } = await book(api, platform.target, plan);
      rounds.push({ own: ownRate, bare: bareRate });
    }
    const after = await cpuMs(platform);
    const { perSecond, seconds } = plan.steady;
    const steady = await book(api, platform.target, { orders: perSecond * seconds, perSecond });
    const { rssBytes } = await platform.child.ask<{ rssBytes: number }>("usage");
    const orders = plan.orders * plan.rounds;
    const figures: OrderFigures = {
      perSecond: median(rounds.map(({ own }) => own)),
      bareScriptPerSecond: median(rounds.map((round) => round.bare)),
      ratio: median(rounds.map((round) => round.own / round.bare)),
      p50Ms: percentile(latencies(steady), 0.5),
      p99Ms: percentile(latencies(steady), 0.99),
      cpuMsPerOrder: {
        platform: (after.platform - before.platform) / orders,
        database: (after.database - before.database) / orders,
      },
    };
    return { figures, rssMB: rssBytes / 2 ** 20 };
  } finally {
    await platform.close();
    await bare.stop();
    await api.stop();
  }
}
