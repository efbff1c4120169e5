import { describe, expect, it } from "vitest";
import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import { disableFlow, enableFlow, takeBacklog } from "../../../src/engine/flow-setup.ts";
import { removeFlow } from "../../../src/store/flows.ts";
import { runsOf, setParams } from "../../support/platform.ts";
import {
  deliveryWorld,
  expectEachOnce,
  newCustomersOrder,
  onlyRun,
  placeOrders,
  untilWaiting,
} from "./delivery-world.ts";

const delivery = deliveryWorld();
const flow = "order-to-invoice";

async function storedEvents(orders: readonly LedgerOrder[]): Promise<number> {
  const { count } = await delivery.world.engine.db
    .selectFrom("event")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("entity", "=", "order")
    .where("via", "<>", "emit")
    .where(
      "entity_id",
      "in",
      orders.map(({ id }) => String(id)),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}

describe("events that no flow wants", () => {
  it("are stored while the flow is disabled, and worked on when it takes its backlog", async () => {
    const { world, shop, books } = delivery;
    await disableFlow(world.engine.db, flow);
    const orders = await placeOrders(shop, 3);
    await delivery.settle();
    expect(await storedEvents(orders)).toBeGreaterThanOrEqual(3);
    expect(await runsOf(world, orders[0])).toEqual([]);

    await enableFlow(world.setup, flow);
    expect(await takeBacklog(world.setup, flow)).toBe(await storedEvents(orders));
    expect(await takeBacklog(world.setup, flow)).toBe(0);
    await delivery.settle();
    await expectEachOnce(books, orders);
  });

  it("are stored before any flow is installed, and given to the one that is", async () => {
    const { world, shop, books } = delivery;
    await removeFlow(world.engine.db, flow);
    const orders = await placeOrders(shop, 2);
    await delivery.settle();
    expect(await storedEvents(orders)).toBeGreaterThanOrEqual(2);

    await setParams(world, {});
    await enableFlow(world.setup, flow);
    await takeBacklog(world.setup, flow);
    await delivery.settle();
    await expectEachOnce(books, orders);
  });

  it("are found behind any number of events of other kinds", async () => {
    const { world, shop, books } = delivery;
    const { id } = await world.engine.db
      .selectFrom("connection")
      .select("id")
      .where("connector", "=", "kentico")
      .executeTakeFirstOrThrow();
    await disableFlow(world.engine.db, flow);
    const others = Array.from({ length: 1_100 }, (_, index) => ({
      connectionId: id,
      dedupeKey: `other-${index}`,
      type: "customer.updated",
      entity: "customer",
      entityId: String(index),
      occurredAt: null,
      via: "webhook" as const,
      data: {},
    }));
    await world.engine.intake.receive(others);
    const order = await shop.place(newCustomersOrder());
    await delivery.settle();

    await enableFlow(world.setup, flow);
    expect(await takeBacklog(world.setup, flow)).toBe(await storedEvents([order]));
    await delivery.settle();
    expect(await books.invoicesNumbered(`K-${order.number}`)).toHaveLength(1);
  });

  it("are given to the flow once when two people take the backlog at the same time", async () => {
    const { world, shop } = delivery;
    await disableFlow(world.engine.db, flow);
    const order = await shop.place(newCustomersOrder());
    await delivery.settle();
    await enableFlow(world.setup, flow);
    const taken = await Promise.all([
      takeBacklog(world.setup, flow),
      takeBacklog(world.setup, flow),
    ]);
    await delivery.settle();
    expect(taken.reduce((sum, count) => sum + count)).toBe(await storedEvents([order]));
    expect(await runsOf(world, order)).toHaveLength(await storedEvents([order]));
  });
});

describe("work that is queued when its flow is disabled", () => {
  it("waits with that reason, and goes on when the flow is enabled", async () => {
    const { world, shop, books } = delivery;
    // A read is tried three times before its run waits.
    await shop.arm({ kind: "server-error", count: 3, route: { method: "GET", path: "/rest/" } });
    const order = await shop.place(newCustomersOrder());
    await untilWaiting(world, order, "SERVICE_UNAVAILABLE");
    await disableFlow(world.engine.db, flow);
    await untilWaiting(world, order, "FLOW_DISABLED");
    const waiting = await onlyRun(world, order);
    expect(waiting.reason).toBe('The flow "order-to-invoice" is disabled.');
    expect(waiting.next_action_at).not.toBeNull();

    await enableFlow(world.setup, flow);
    await delivery.settle();
    expect(await books.invoicesNumbered(`K-${order.number}`)).toHaveLength(1);
  });
});
