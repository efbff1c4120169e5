// Places a run's orders bit by bit, as far as the attack has come, so that every strike meets work.

import { setTimeout as sleep } from "node:timers/promises";
import { driveScenario } from "../../sandbox/scenario/drive.ts";
import type { ScenarioOrder } from "../../sandbox/scenario/generate-orders.ts";
import type { Sandbox } from "../../sandbox/start.ts";

export interface PlacingOptions {
  sandbox: Sandbox;
  orders: readonly ScenarioOrder[];
  /** How far the attack has come, from 0 to 1. */
  progress(): number;
  /** Takes the ids of the orders that are meant for a person. */
  meant: Set<number>;
}

const atOnce = 10;
const pauseMs = 50;

export async function placeOrders(options: PlacingOptions): Promise<void> {
  const { sandbox, orders, progress, meant } = options;
  for (let placed = 0; placed < orders.length; placed += atOnce) {
    while (placed > orders.length * progress()) await sleep(pauseMs);
    const some = orders.slice(placed, placed + atOnce);
    const kenticoUrl = sandbox.kentico.url;
    const done = await driveScenario({ kenticoUrl, orders: some, concurrency: 4 });
    for (const [index, { id }] of done.entries()) {
      if (some[index]?.meant === "dead-letter") meant.add(id);
    }
  }
}
