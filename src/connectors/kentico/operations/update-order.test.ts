import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Operation } from "../../../connector-kit/operation.ts";
import { openShop, type SimulatedShop } from "../simulated-shop.fixture.ts";
import type { KenticoOrder } from "../wire/kentico-order.ts";
import { type OrderUpdate, orderUpdate } from "../wire/order-update.ts";

type UpdateOrder = Operation<{ id: string; draft: OrderUpdate }, KenticoOrder>;

let shop: SimulatedShop;
let update: UpdateOrder;

beforeAll(async () => {
  shop = await openShop();
  update = shop.order.entity.update as unknown as UpdateOrder;
});
afterAll(() => shop.close());

const updateOrder = (id: number, draft: OrderUpdate) =>
  update.run({ id: String(id), draft }, shop.context);
const writes = () => shop.exchanges.filter(({ method }) => method === "PUT");

describe("writing back to an order", () => {
  it("notes the invoice in a column of the shop and leaves everything else alone", async () => {
    const placed = await shop.shop.placeOrder();
    const order = await updateOrder(placed.id, {
      CustomColumns: { OrderFreshBooksInvoiceID: "454063" },
    });
    expect(order.CustomFields).toMatchObject({ OrderFreshBooksInvoiceID: "454063" });
    expect(order.OrderTotalPrice).toBe("241.750000000");
    expect(writes().at(-1)?.requestBody).toEqual({ OrderFreshBooksInvoiceID: "454063" });
  });

  it("moves the status by its name, and notes tracking number and payment", async () => {
    const placed = await shop.shop.placeOrder();
    const order = await updateOrder(placed.id, {
      OrderStatusName: "completed",
      OrderTrackingNumber: "1Z999",
      OrderIsPaid: true,
    });
    expect(order).toMatchObject({
      Status: { StatusName: "Completed" },
      OrderTrackingNumber: "1Z999",
      OrderIsPaid: true,
    });
  });

  it("sends nothing when the order already is as wanted, so that it raises no event", async () => {
    const placed = await shop.shop.placeOrder();
    const draft = { CustomColumns: { OrderFreshBooksInvoiceID: "454063" } };
    await updateOrder(placed.id, draft);
    shop.exchanges.length = 0;
    await updateOrder(placed.id, draft);
    expect(writes()).toEqual([]);
  });

  it.each(["OrderTotalPrice", "OrderInvoiceNumber", "OrderGrandTotal", "OrderID", "Order'; --"])(
    "Kentico quirk 5: nothing is checked there, so the column %s is out of reach",
    (column) => {
      expect(orderUpdate.safeParse({ CustomColumns: { [column]: 1 } }).success).toBe(false);
    },
  );

  it("names a status the shop does not have", async () => {
    const placed = await shop.shop.placeOrder();
    const draft = { OrderStatusName: "Teleported" };
    await expect(updateOrder(placed.id, draft)).rejects.toMatchObject({
      code: "RECORD_NOT_FOUND",
      message: 'The shop has no order status "Teleported".',
    });
  });

  it("says so when the shop has no such column", async () => {
    const placed = await shop.shop.placeOrder();
    const draft = { CustomColumns: { OrderNoSuchColumn: "x" } };
    await expect(updateOrder(placed.id, draft)).rejects.toMatchObject({
      code: "REFUSED_BY_SYSTEM",
    });
  });

  it("has examples its own input schema takes, and counter-examples it refuses", () => {
    for (const { input } of update.examples ?? []) {
      expect(update.input.safeParse(input).success).toBe(true);
    }
    for (const { input } of update.counterExamples ?? []) {
      expect(update.input.safeParse(input).success).toBe(false);
    }
  });
});
