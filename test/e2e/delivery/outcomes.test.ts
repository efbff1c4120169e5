import { describe, expect, it } from "vitest";
import { deliveryWorld, newCustomersOrder, onlyRun } from "./delivery-world.ts";

const delivery = deliveryWorld({ params: { invoiceStatuses: ["paid", "shipped", "completed"] } });

describe("a run that ends before its last step", () => {
  it("is skipped, with the filter's reason, and has written nothing", async () => {
    const { world, shop, books } = delivery;
    const order = await shop.place(newCustomersOrder());
    await delivery.settle();
    const { status, outcome, reason } = await onlyRun(world, order);
    expect({ status, outcome, reason }).toEqual({
      status: "done",
      outcome: "skipped",
      reason: "Orders in this status are not invoiced.",
    });
    expect(await books.writes()).toEqual([]);
    const steps = await world.engine.db
      .selectFrom("run_step")
      .select("status")
      .orderBy("seq")
      .execute();
    expect(steps.at(-1)?.status).toBe("ended");
  });

  it("says what it is about all the same: number, customer and amount", async () => {
    const { world, shop } = delivery;
    const order = await shop.place(newCustomersOrder());
    await delivery.settle();
    const { record } = await onlyRun(world, order);
    expect(record).toMatchObject({
      number: order.number,
      amount: { amount: "100.00", currency: "USD" },
    });
  });
});
