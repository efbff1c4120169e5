// What people do in a simulated world: visitors place orders, employees change them later.

import { generateOrders, type ScenarioOrder } from "../../../sandbox/scenario/generate-orders.ts";
import type { Chance } from "./chance.ts";
import type { Simulators } from "./simulators.ts";
import type { VirtualTime } from "./virtual-time.ts";

export interface ShopFloorInput {
  seed: number;
  orders: number;
  time: VirtualTime;
  chance: Chance;
  simulators: Simulators;
  /** Time over which the orders are placed. */
  placingMs: number;
}

const laterMaxMs = 30_000;

/** Resolves when all has been done. */
export async function runShop(input: ShopFloorInput): Promise<void> {
  const { seed, orders: count, time, chance, placingMs } = input;
  const orders = generateOrders({ seed, count, withChanges: true });
  const wait = (durationMs: number) =>
    new Promise<void>((resolve) => void time.after(durationMs, resolve));
  const serve = async (order: ScenarioOrder) => {
    await wait(chance.int(placingMs));
    const { id } = await input.simulators.shop<{ id: number }>("orders", order.body);
    for (const { action, body } of order.later ?? []) {
      await wait(1 + chance.int(laterMaxMs));
      await input.simulators.shop(`orders/${id}/${action}`, body);
    }
  };
  await Promise.all(orders.map(serve));
}
