import { describe, expect, it } from "vitest";
import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import { planUndoOf, requestUndo } from "../../../src/engine/undo/request.ts";
import { findRun, listSteps } from "../../../src/store/runs.ts";
import type { Row } from "../../../src/store/schema.ts";
import { deadLettersOf, runsOf } from "../../support/platform.ts";
import type { NewOrder } from "../../support/shop.ts";
import { deliveryWorld, newCustomersOrder } from "./delivery-world.ts";

const delivery = deliveryWorld();

async function placed(order: NewOrder = newCustomersOrder()): Promise<LedgerOrder> {
  const made = await delivery.shop.place(order);
  await delivery.settle();
  return made;
}

function placedPaid(): Promise<LedgerOrder> {
  const payment = { completed: true, method: "Card", transactionId: "tx-undo" };
  return placed(newCustomersOrder({ payment }));
}

async function runOf(order: LedgerOrder): Promise<Row<"run">> {
  const [run] = await runsOf(delivery.world, order);
  if (run) return run;
  throw new Error(`Order ${order.id} has no run.`);
}

/** Everything that any run of the order made: its webhooks may have been gathered into several. */
async function planned(order: LedgerOrder): Promise<string[]> {
  const request = { run: (await runOf(order)).id, wholeOrder: true };
  const items = await planUndoOf(delivery.world.engine, request);
  return items.map(({ verdict, place, reason }) =>
    `${verdict} ${place.entity.name} ${reason}`.trim(),
  );
}

async function undone(order: LedgerOrder): Promise<Row<"run">> {
  const { engine, setup } = delivery.world;
  const request = { run: (await runOf(order)).id, wholeOrder: true, by: "Mia" };
  const id = await requestUndo({ ...engine, ids: setup.ids }, request);
  await delivery.settle();
  const run = await findRun(engine.db, id);
  if (run) return run;
  throw new Error("The undo has no run.");
}

/** Invoices, payments and clients of an order, deleted ones too, as "payment 1" for deleted ones. */
async function states(order: LedgerOrder): Promise<string[]> {
  const { invoices, payments, clients } = await delivery.books.ledger();
  const own = invoices.filter(({ invoice_number: number }) => number === `K-${order.number}`);
  const ids = own.map(({ id }) => id);
  const paid = payments.filter(({ invoiceid }) => ids.includes(invoiceid));
  const buyers = clients.filter(({ email }) => email === order.customer.email);
  return [
    ...paid.map((row) => `payment ${row.vis_state}`),
    ...own.map((row) => `invoice ${row.vis_state}`),
    ...buyers.map((row) => `client ${row.vis_state}`),
  ];
}

describe("undoing an order", () => {
  it("that is not paid takes back its invoice and then the client made for it", async () => {
    const order = await placed();
    expect(await planned(order)).toEqual(["reverse invoice", "reverse client"]);
    expect(await states(order)).toEqual(["invoice 0", "client 0"]);

    const run = await undone(order);
    expect(run).toMatchObject({ status: "done", outcome: "applied" });
    expect(await states(order)).toEqual(["invoice 1", "client 1"]);
    const steps = await listSteps(delivery.world.engine.db, run.id);
    expect(steps.map(({ kind, detail }) => [kind, detail["message"], detail["outcome"]])).toEqual([
      ["undo", "invoice", "reverse"],
      ["undo", "customer", "reverse"],
    ]);
  });

  it("that is paid takes back the payment first, and a second time does nothing", async () => {
    const order = await placedPaid();
    expect(await planned(order)).toEqual(["reverse payment", "reverse invoice", "reverse client"]);
    await undone(order);
    expect(await states(order)).toEqual(["payment 1", "invoice 1", "client 1"]);

    const before = await delivery.books.writes();
    expect((await undone(order)).outcome).toBe("unchanged");
    expect(await delivery.books.writes()).toEqual(before);
  });

  it("leaves nothing that a later change of the order could silently make again", async () => {
    const { shop, world } = delivery;
    const order = await placed();
    await undone(order);
    await shop.edit(order, { lines: [{ price: "80.00" }] });
    await delivery.settle();
    expect(await states(order)).toEqual(["invoice 1", "client 1"]);
    expect(await deadLettersOf(world, order)).toMatchObject([{ code: "RECORD_CHANGED_OUTSIDE" }]);
  });

  it("keeps a client that another order uses, and one that was there before", async () => {
    const { books } = delivery;
    const { customer } = newCustomersOrder();
    const first = await placed(newCustomersOrder({ customer }));
    const other = await placed(newCustomersOrder({ customer }));
    const used = await books.invoice(`K-${other.number}`);
    expect(await planned(first)).toEqual([
      "reverse invoice",
      `kept client It is used by invoice ${used.id}.`,
    ]);
    await undone(first);
    expect(await states(first)).toEqual(["invoice 1", "client 0"]);

    await books.byHand("users/clients", { client: { email: "known@example.com", fname: "Kim" } });
    const known = { firstName: "Kim", lastName: "", email: "known@example.com" };
    const third = await placed(newCustomersOrder({ customer: known }));
    expect(await planned(third)).toEqual(["reverse invoice", "kept client It was there before."]);
  });

  it("lets the next order of its customer have a client again", async () => {
    const { customer } = newCustomersOrder();
    const first = await placed(newCustomersOrder({ customer }));
    await undone(first);
    const second = await placed(newCustomersOrder({ customer }));
    expect(await states(second)).toEqual(["invoice 0", "client 1", "client 0"]);
  });
});

describe("undoing refuses, and leaves all as it is,", () => {
  it("when somebody received money on the invoice since", async () => {
    const { books } = delivery;
    const order = await placed();
    const invoice = await books.invoice(`K-${order.number}`);
    await books.byHand("payments/payments", {
      payment: {
        invoiceid: invoice.id,
        amount: { amount: "40.00" },
        date: "2026-01-05",
        type: "Cash",
      },
    });
    const [payment] = await books.payments(invoice);
    const why = `It is used by payment ${payment?.id}.`;
    expect((await planned(order))[0]).toBe(`refused invoice ${why}`);
    await expect(undone(order)).rejects.toMatchObject({
      code: "RECORD_CHANGED_OUTSIDE",
      message: expect.stringContaining(why),
    });
    expect(await states(order)).toEqual(["payment 0", "invoice 0", "client 0"]);
  });

  it("when somebody edited the invoice since", async () => {
    const { books } = delivery;
    const order = await placedPaid();
    const invoice = await books.invoice(`K-${order.number}`);
    const path = `invoices/invoices/${invoice.id}`;
    await books.byHand(path, { invoice: { notes: "Agreed by telephone." } }, "PUT");
    await expect(undone(order)).rejects.toMatchObject({ code: "RECORD_CHANGED_OUTSIDE" });
    expect(await states(order)).toEqual(["payment 0", "invoice 0", "client 0"]);
  });

  it("while a dead letter of the order is open", async () => {
    const { shop, world } = delivery;
    const order = await placed();
    await shop.edit(order, { override: { addToTotalPrice: "1.00" } });
    await delivery.settle();
    expect(await deadLettersOf(world, order)).toHaveLength(1);
    await expect(undone(order)).rejects.toMatchObject({ code: "REQUEST_INVALID" });
  });
});

describe("an undo that breaks off in the middle", () => {
  it("goes on where it was once the books are back", async () => {
    const { books, world } = delivery;
    const order = await placedPaid();
    const invoice = await books.invoice(`K-${order.number}`);
    const route = { method: "PUT", path: `/invoices/invoices/${invoice.id}` };
    await books.arm({ kind: "server-error", status: 503, count: 2, route });
    const run = await undone(order);
    expect(run).toMatchObject({ status: "done" });
    expect(await states(order)).toEqual(["payment 1", "invoice 1", "client 1"]);
    const attempts = new Set(
      (await listSteps(world.engine.db, run.id)).map(({ attempt }) => attempt),
    );
    expect(attempts.size).toBe(3);
  });

  it("by a crash deletes nothing twice: what is gone is only noted", async () => {
    const { books, world } = delivery;
    const order = await placedPaid();
    const invoice = await books.invoice(`K-${order.number}`);
    const [payment] = await books.payments(invoice);
    // As a worker leaves it that died after its first deletion, before it could note it.
    const path = `payments/payments/${payment?.id}`;
    await books.byHand(path, { payment: { vis_state: 1 } }, "PUT");
    const before = (await books.writes()).filter((write) => write === "PUT payments").length;
    expect(await planned(order)).toEqual([
      "gone payment It is not there any more.",
      "reverse invoice",
      "reverse client",
    ]);
    await undone(order);
    expect(await states(order)).toEqual(["payment 1", "invoice 1", "client 1"]);
    const after = (await books.writes()).filter((write) => write === "PUT payments").length;
    expect(after).toBe(before);
    const links = await world.engine.db
      .selectFrom("link")
      .select("state")
      .where("from_id", "=", String(order.id))
      .execute();
    expect(new Set(links.map(({ state }) => state))).toEqual(new Set(["deleted"]));
  });
});
