// What a command is: a deed done to the reference model and to the real thing, and both compared after it.

import type fc from "fast-check";
import { expect } from "vitest";
import type { LedgerOrder } from "../../sandbox/kentico/ledger.ts";
import { settled } from "../support/settled.ts";
import type { CrashingWorld } from "./crashing-world.ts";
import { expected, observed } from "./observed.ts";
import { isLive, type Model, type ModelOrder } from "./reference-model.ts";

/** The real thing: a world, and the orders of this sequence as the shop knows them. */
export interface Real {
  world: CrashingWorld;
  orders: LedgerOrder[];
}

export type Command = fc.AsyncCommand<Model, Real>;

interface Deed {
  says: string;
  may?(model: Model): boolean;
  model(model: Model): void;
  real(real: Real, model: Model): Promise<unknown>;
}

/** A deed as a command: done to both, and compared once the platform has caught up. */
export function command({ says, may = () => true, model, real }: Deed): Command {
  return {
    check: may,
    run: async (is, live) => {
      await real(live, is);
      model(is);
      if (isLive(is)) await compare(is, live);
    },
    toString: () => says,
  };
}

/** Waits until nothing is on its way, and proves that both hold the same of every order. */
export async function compare(model: Model, { world, orders }: Real): Promise<void> {
  const waking = setInterval(world.engine.worker.wake, 20);
  await settled(world, 8_000)
    .catch(async (thrown) => {
      throw new Error(JSON.stringify(await waitingRuns(world)), { cause: thrown });
    })
    .finally(() => clearInterval(waking));
  const real = await Promise.all(orders.map((order) => observed(world, order)));
  expect(real).toEqual(model.orders.map(expected));
}

/** What a failure should tell of work that does not come to an end. */
function waitingRuns({ engine }: CrashingWorld) {
  return engine.db
    .selectFrom("run")
    .select(["entity_id", "status", "reason_code", "reason", "attempts", "next_action_at"])
    .where("status", "in", ["queued", "running", "waiting"])
    .execute();
}

interface OrderDeed {
  says: string;
  may(order: ModelOrder, model: Model): boolean;
  model(order: ModelOrder, model: Model): void;
  real(order: LedgerOrder, real: Real, model: ModelOrder): Promise<unknown>;
}

/** A deed to one of the orders, whichever the draw means. */
export function toOrder(draw: number, deed: OrderDeed): Command {
  const at = (model: Model) => draw % Math.max(model.orders.length, 1);
  const chosen = (model: Model) => model.orders[at(model)];
  return command({
    says: `${deed.says} #${draw}`,
    may: (model) => {
      const order = chosen(model);
      return order !== undefined && deed.may(order, model);
    },
    model: (model) => {
      const order = chosen(model);
      if (order) deed.model(order, model);
    },
    real: async (real, model) => {
      const [order, known] = [real.orders[at(model)], chosen(model)];
      if (order && known) await deed.real(order, real, known);
    },
  });
}
