import { describe, expect, it } from "vitest";
import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import { approveReviewItem, rejectReviewItem } from "../../../src/engine/review/review-desk.ts";
import { listReviewItems, type ReviewItem } from "../../../src/store/review-items.ts";
import { deliveryWorld, newCustomersOrder } from "./delivery-world.ts";

const delivery = deliveryWorld({ params: { review: "before-posting" } });

async function itemsOf(order: LedgerOrder): Promise<ReviewItem[]> {
  const { db } = delivery.world.engine;
  const items = await listReviewItems(db, { status: "waiting", limit: 100 });
  return items.filter(({ record }) => record?.["number"] === order.number);
}

async function itemOf(order: LedgerOrder): Promise<ReviewItem> {
  const [item, ...others] = await itemsOf(order);
  if (item && others.length === 0) return item;
  throw new Error(`Order ${order.id} has ${item ? 1 + others.length : 0} review items.`);
}

function runOf(item: ReviewItem) {
  const { db } = delivery.world.engine;
  return db.selectFrom("run").selectAll().where("id", "=", item.run_id).executeTakeFirst();
}

async function approve(order: LedgerOrder): Promise<void> {
  await approveReviewItem(delivery.world.engine, (await itemOf(order)).id, "Mia");
  await delivery.settle();
}

async function placed(price = "100.00"): Promise<LedgerOrder> {
  const payment = { completed: true, method: "Card", transactionId: `tx-${price}` };
  const order = await delivery.shop.place(newCustomersOrder({ payment, lines: [{ price }] }));
  await delivery.settle();
  return order;
}

const written = (item: ReviewItem) =>
  item.writes.map((write) => `${write["action"]} ${write["record"]}`);

describe("a flow that is reviewed before posting", () => {
  it("holds an order with its documents exactly as they are posted once they are approved", async () => {
    const { books } = delivery;
    const before = await books.writes();
    const order = await placed();
    expect(await books.writes()).toEqual(before);
    const item = await itemOf(order);
    const held = { status: "held", reason_code: "HELD_FOR_REVIEW", attempts: 0 };
    expect(await runOf(item)).toMatchObject(held);
    expect(written(item)).toEqual([
      "create client",
      "create invoice",
      "send invoice",
      "create payment",
    ]);
    const drafts = item.writes.map((write) => write["draft"]);
    const [client, invoice, , payment] = drafts as Record<string, unknown>[];

    await approve(order);
    const posted = await books.invoice(`K-${order.number}`);
    expect(await books.client(posted.customerid)).toMatchObject({
      email: client?.["email"],
      note: client?.["note"],
    });
    expect(posted).toMatchObject({
      invoice_number: invoice?.["invoice_number"],
      notes: invoice?.["notes"],
      create_date: invoice?.["create_date"],
      lines: invoice?.["lines"],
    });
    const [made] = await books.payments(posted);
    expect(made).toMatchObject({ note: payment?.["note"], amount: payment?.["amount"] });
    expect(await runOf(item)).toMatchObject({ status: "done", outcome: "applied" });
  });

  it("holds it again when the order changed after it was approved, and posts nothing unseen", async () => {
    const { books, shop } = delivery;
    const order = await placed("70.00");
    const item = await itemOf(order);
    await shop.edit(order, { lines: [{ price: "75.00" }] });
    await shop.untilAnnounced();
    await approveReviewItem(delivery.world.engine, item.id, "Mia");
    await delivery.settle();

    expect(await books.invoicesNumbered(`K-${order.number}`)).toEqual([]);
    const again = await itemOf(order);
    expect(again.reason).toContain("changed since it was approved");
    await approve(order);
    const invoice = await books.invoice(`K-${order.number}`);
    expect(invoice.amount.amount).toBe("75.00");
  });

  it("asks no second time when an approved order breaks off in the middle", async () => {
    const { books } = delivery;
    const order = await placed("60.00");
    const route = { method: "POST", path: "/payments/payments" };
    await books.arm({ kind: "server-error", status: 503, count: 1, route });
    await approve(order);
    const invoice = await books.invoice(`K-${order.number}`);
    expect(await books.payments(invoice)).toHaveLength(1);
    expect(await itemsOf(order)).toEqual([]);
  });

  it("posts nothing of what is rejected, and closes each item once", async () => {
    const { books, world } = delivery;
    const order = await placed("50.00");
    const item = await itemOf(order);
    const { id } = item;
    await rejectReviewItem(world.engine, id, { by: "Mia", note: "A test order." });
    await delivery.settle();
    expect(await books.invoicesNumbered(`K-${order.number}`)).toEqual([]);
    expect(await runOf(item)).toMatchObject({
      status: "discarded",
      reason: "It was rejected: A test order.",
    });
    await expect(approveReviewItem(world.engine, id, "Tom")).rejects.toMatchObject({
      code: "REQUEST_INVALID",
    });
  });
});
