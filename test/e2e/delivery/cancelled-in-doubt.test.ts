import { expect, it } from "vitest";
import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import { deadLettersOf } from "../../support/platform.ts";
import { deliveryWorld, newCustomersOrder, untilWaiting } from "./delivery-world.ts";

const delivery = deliveryWorld();

/** An order whose invoice was made, while the platform does not know whether it was. */
async function placeInDoubt(): Promise<LedgerOrder> {
  const { shop, books, world } = delivery;
  const route = { method: "POST", path: "/invoices/invoices" };
  await books.arm({ kind: "commit-then-drop", count: 1, route });
  const order = await shop.place(newCustomersOrder());
  await untilWaiting(world, order, "OUTCOME_UNKNOWN");
  return order;
}

/** A crash leaves no memory of what was sent, only that something may have been. */
async function forgetWhatWasSent(): Promise<void> {
  await delivery.world.engine.db.deleteFrom("effect").execute();
  await delivery.world.engine.db
    .updateTable("run")
    .set({ uncertain_since: new Date() })
    .where("status", "=", "waiting")
    .execute();
}

it.each([
  ["its answer was lost", async () => undefined],
  ["the worker died with it", forgetWhatWasSent],
])("a cancelled order leaves no open invoice behind, although %s", async (_, afterwards) => {
  const { shop, books, world } = delivery;
  const order = await placeInDoubt();
  await afterwards();
  await shop.cancel(order);
  await delivery.settle();
  const made = (await books.ledger()).invoices.filter(
    ({ invoice_number: number }) => number === `K-${order.number}`,
  );
  expect(made.map(({ vis_state }) => vis_state)).toEqual([1]);
  expect(await deadLettersOf(world, order)).toEqual([]);
});
