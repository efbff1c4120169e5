// Webhooks accepted a second, each on disk with its run before it is answered: beside a bare route that
// answers the same and stores nothing.

import { startChild } from "./child.ts";
import { type Sent, sendHooks, signHooks, type Target } from "./load.ts";
import { type IntakeFigures, median, type Plan, percentile } from "./measures.ts";
import { startPlatform } from "./platform-process.ts";

let nextOrder = 1;

async function accept(target: Target, count: number): Promise<Sent> {
  const orders = Array.from({ length: count }, () => String(nextOrder++));
  return sendHooks(target, signHooks(orders, target));
}

export async function measureIntake(plan: Plan): Promise<IntakeFigures> {
  const nowhere = "http://127.0.0.1:9";
  const bare = await startChild<{ url: string }>("bare-script.ts", [nowhere]);
  const platform = await startPlatform(nowhere);
  const bareTarget = { url: `${bare.ready.url}/accept` };
  try {
    await accept(bareTarget, 1_000);
    await accept(platform.target, 1_000);
    const rounds: { own: Sent; bare: Sent }[] = [];
    for (let round = 0; round < plan.rounds; round += 1) {
      const bareSent = await accept(bareTarget, plan.webhooks);
      rounds.push({ bare: bareSent, own: await accept(platform.target, plan.webhooks) });
    }
    const rate = ({ seconds }: Sent) => plan.webhooks / seconds;
    const answeredMs = rounds.flatMap(({ own }) => own.answeredMs);
    return {
      perSecond: median(rounds.map(({ own }) => rate(own))),
      bareRoutePerSecond: median(rounds.map((round) => rate(round.bare))),
      ratio: median(rounds.map((round) => rate(round.own) / rate(round.bare))),
      p50Ms: percentile(answeredMs, 0.5),
      p99Ms: percentile(answeredMs, 0.99),
    };
  } finally {
    await platform.close();
    await bare.stop();
  }
}
