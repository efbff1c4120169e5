// Which worlds a number of orders makes: many small ones, so that each meets other faults.

import { seedOf } from "./chance.ts";

export interface PlannedWorld {
  seed: number;
  orders: number;
}

/** Large enough that what a world costs by itself does not count for much. */
export const ordersPerWorld = 250;

export function planWorlds(seed: number, orders: number): PlannedWorld[] {
  const worlds = Math.ceil(orders / ordersPerWorld);
  return Array.from({ length: worlds }, (_, index) => ({
    seed: seedOf(seed, "world", index),
    orders: Math.min(ordersPerWorld, orders - index * ordersPerWorld),
  }));
}

/** The command that plays one world again. */
export function replayCommand({ seed, orders }: PlannedWorld): string {
  return `npm run -s sim -- --world ${seed} --orders ${orders}`;
}
