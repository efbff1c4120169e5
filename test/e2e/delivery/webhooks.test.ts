import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import { callControl } from "../../support/control.ts";
import { runsOf } from "../../support/platform.ts";
import { deliveryWorld, newCustomersOrder, placeOrders, until } from "./delivery-world.ts";

const delivery = deliveryWorld();

async function eventsOf(order: LedgerOrder): Promise<{ type: string; via: string }[]> {
  return delivery.world.engine.db
    .selectFrom("event")
    .select(["type", "via"])
    .where("entity", "=", "order")
    .where("entity_id", "=", String(order.id))
    .where("via", "<>", "emit")
    .orderBy("received_at")
    .execute();
}

async function invoiceTotals(order: LedgerOrder): Promise<string[]> {
  const invoices = await delivery.books.invoicesNumbered(`K-${order.number}`);
  return invoices.map(({ amount }) => amount.amount);
}

/** Polls now, as if the time between two polls had passed; `polls` of them at the same time. */
async function pollNow(polls = 1): Promise<void> {
  const { db, poller } = delivery.world.engine;
  const startedAt = new Date();
  await sql`update ledgerline.cursor set next_poll_at = ledgerline.instant()`.execute(db);
  await Promise.all(Array.from({ length: polls }, () => poller.pollDue()));
  await until("all polls", async () => {
    const cursors = await db.selectFrom("cursor").select("last_polled_at").execute();
    return cursors.every(({ last_polled_at: at }) => at !== null && at >= startedAt);
  });
}

describe("a webhook that is delivered five times", () => {
  it("is one stored event, one run and one invoice", async () => {
    const { shop, world } = delivery;
    await shop.arm({
      kind: "webhook-duplicate",
      times: 3,
      count: 1,
      route: { path: "order.created" },
    });
    const order = await shop.place(newCustomersOrder());
    await delivery.settle();
    const deliveries = await shop.deliveries();
    const first = deliveries.find(({ orderId }) => orderId === order.id);
    for (const _ of [4, 5]) {
      await callControl(world.sandbox.kentico, `webhooks/${first?.id}/resend`, {});
      await delivery.settle();
    }

    const [delivered] = (await shop.deliveries()).filter(({ orderId }) => orderId === order.id);
    expect(delivered).toMatchObject({ attempts: 5, state: "delivered" });
    expect(await eventsOf(order)).toEqual([{ type: "order.created", via: "webhook" }]);
    expect(await runsOf(world, order)).toHaveLength(1);
    expect(await invoiceTotals(order)).toEqual(["100.00"]);
  });
});

describe("webhooks in the wrong order", () => {
  it.each([{ kind: "webhook-out-of-order" }, { kind: "webhook-delay", delayMs: 300 }] as const)(
    "leave the invoice as the order is now ($kind)",
    async (fault) => {
      const { shop } = delivery;
      await shop.arm({ ...fault, count: 1, route: { path: "order.created" } });
      const order = await shop.place(newCustomersOrder());
      await shop.edit(order, { lines: [{ price: "130.00" }] });
      await delivery.settle();

      const types = (await eventsOf(order)).map(({ type }) => type);
      expect(types.sort()).toEqual(["order.created", "order.updated"]);
      expect(await invoiceTotals(order)).toEqual(["130.00"]);
    },
  );
});

describe("webhooks that are lost", () => {
  it("are made up for by polling, once however often it is polled", async () => {
    const { shop } = delivery;
    await shop.arm({ kind: "webhook-lost" });
    const order = await shop.place(newCustomersOrder());
    await pollNow();
    await pollNow();
    await delivery.settle();

    expect(await eventsOf(order)).toEqual([{ type: "order.updated", via: "poll" }]);
    expect(await invoiceTotals(order)).toEqual(["100.00"]);
  });

  it("do no harm when they come after all, behind the poll", async () => {
    const { shop } = delivery;
    await shop.arm({
      kind: "webhook-delay",
      delayMs: 1_000,
      count: 1,
      route: { path: "order.created" },
    });
    const order = await shop.place(newCustomersOrder());
    await pollNow();
    await delivery.settle();

    expect((await eventsOf(order)).map(({ via }) => via)).toEqual(["poll", "webhook"]);
    expect(await invoiceTotals(order)).toEqual(["100.00"]);
  });

  it("are found by several polls at the same time without a second event", async () => {
    const { shop } = delivery;
    await shop.arm({ kind: "webhook-lost" });
    const orders = await placeOrders(shop, 5);
    await pollNow(3);
    await delivery.settle();

    const events = await Promise.all(orders.map(eventsOf));
    expect(events.map((found) => found.length)).toEqual([1, 1, 1, 1, 1]);
  });
});
