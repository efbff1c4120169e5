// P9: orders are edited again and again while their webhooks come late, repeated and in any order; the
// books end with the last version of each.

import { seededRandom } from "../../../sandbox/kit/seeded-random.ts";
import { callControl } from "../../support/control.ts";
import { shopOf } from "../../support/shop.ts";
import { type CalmWorld, inCalmWorld } from "./calm-world.ts";
import type { Proof } from "./proof.ts";

const editsPerOrder = 5;
const quietWithinMs = 60_000;
const everywhere = { path: "order." };
const disorder = [
  { kind: "webhook-duplicate", times: 3, probability: 0.4 },
  { kind: "webhook-out-of-order", delayMs: 400, probability: 0.4 },
  { kind: "webhook-delay", delayMs: 700, probability: 0.3 },
];

export const shuffledWebhooks: Proof = {
  name: "shuffled-webhooks",
  run: ({ seed, orders }) =>
    inCalmWorld({ seed, starts: 1, workers: 2 }, async (world) => {
      for (const fault of disorder) {
        await callControl(world.sandbox.kentico, "faults", { ...fault, route: everywhere });
      }
      await editAgainAndAgain(world, { seed, orders });
      await fetch(`${world.sandbox.kentico.url}/_control/webhooks/idle`);
      await world.operator.untilQuiet(quietWithinMs);
      const deliveries = await shopOf(world).deliveries();
      return {
        figures: { orders, edits: orders * editsPerOrder, webhooks: deliveries.length },
        problems: await world.problems(),
      };
    }),
};

/** Every order is edited in turn, so that those of one order overlap with their own webhooks. */
async function editAgainAndAgain(
  { sandbox }: CalmWorld,
  { seed, orders }: { seed: number; orders: number },
): Promise<void> {
  const random = seededRandom(seed);
  const shop = shopOf({ sandbox });
  const price = () => `${1 + random.int(200)}.${String(random.int(100)).padStart(2, "0")}`;
  const lines = () => Array.from({ length: 1 + random.int(3) }, () => ({ price: price() }));
  const placed = [];
  for (let count = 0; count < orders; count += 1) placed.push(await shop.place({ lines: lines() }));
  for (let edit = 0; edit < editsPerOrder; edit += 1) {
    for (const order of placed) await shop.edit(order, { lines: lines() });
  }
}
