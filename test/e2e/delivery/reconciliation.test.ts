import { sql } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import { acceptFinding, type Finding, listFindings } from "../../../src/store/findings.ts";
import {
  deliveryWorld,
  newCustomersOrder,
  placeOrders,
  settleMs,
  until,
} from "./delivery-world.ts";

/** How much later the platform thinks it is: records younger than a quarter of an hour may be under way. */
let aheadMs = 0;
/** The same by its steady clock, which runs on what the database said. */
let steadyAheadMs = 0;
const clock = {
  ...systemClock,
  now: () => new Date(systemClock.now().getTime() + aheadMs),
  monotonicMs: () => systemClock.monotonicMs() + steadyAheadMs,
};
const delivery = deliveryWorld({ clock });

beforeEach(() => {
  aheadMs = 0;
});

async function reconcile(): Promise<Record<string, { compared: number; differences: number }>> {
  const results = await delivery.world.engine.sweeper.reconcileNow({});
  return Object.fromEntries(
    results.map(({ entity, compared, differences }) => [entity, { compared, differences }]),
  );
}

async function findings(state: Finding["state"]): Promise<Finding[]> {
  return listFindings(delivery.world.engine.db, { state, limit: 100 });
}

async function openKinds(): Promise<string[]> {
  return (await findings("open")).map(({ kind }) => kind);
}

async function invoiceOfNewOrder() {
  const order = await delivery.shop.place(newCustomersOrder());
  await delivery.settle();
  return { order, invoice: await delivery.books.invoice(`K-${order.number}`) };
}

function changeInvoice(id: number, invoice: object): Promise<unknown> {
  return delivery.books.byHand(`invoices/invoices/${id}`, { invoice }, "PUT");
}

describe("a comparison of everything written", () => {
  it("finds nothing when all is as it was written, and reads pages instead of record by record", async () => {
    const { books, shop } = delivery;
    await placeOrders(shop, 12);
    await delivery.settle();
    const start = new Date().toISOString();
    expect(await reconcile()).toEqual({
      client: { compared: 12, differences: 0 },
      invoice: { compared: 12, differences: 0 },
      payment: { compared: 12, differences: 0 },
    });
    const calls = (await books.ledger()).calls.filter(({ at }) => at >= start);
    // A page of kept and a page of deleted records of each of three kinds.
    expect(calls).toHaveLength(6);
    expect(await findings("open")).toEqual([]);
  });

  it("tells a bookkeeper's change from ours, by part, once, until it is undone", async () => {
    const { invoice } = await invoiceOfNewOrder();
    await changeInvoice(invoice.id, { po_number: "PO 7", notes: `Thanks!\n${invoice.notes}` });
    await reconcile();
    await reconcile();
    const [finding, ...others] = await findings("open");
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: "changed",
      entity: "invoice",
      message: `Somebody changed notes of the invoice ${invoice.id}.`,
    });
    await changeInvoice(invoice.id, { notes: invoice.notes });
    await reconcile();
    expect(await findings("open")).toEqual([]);
    expect(await findings("resolved")).toMatchObject([
      { id: finding?.id, closed_by: "reconciliation" },
    ]);
  });

  it("says no more of an accepted difference, until it becomes another one", async () => {
    const { db } = delivery.world.engine;
    const { invoice } = await invoiceOfNewOrder();
    await changeInvoice(invoice.id, { notes: `Paid by cheque.\n${invoice.notes}` });
    await reconcile();
    const [finding] = await findings("open");
    await acceptFinding(db, finding?.id ?? "", { by: "test", note: "The owner wants it." });
    await reconcile();
    expect(await findings("open")).toEqual([]);
    expect(await findings("accepted")).toMatchObject([{ note: "The owner wants it." }]);
    await changeInvoice(invoice.id, { notes: `Paid in cash.\n${invoice.notes}` });
    await reconcile();
    expect(await openKinds()).toEqual(["changed"]);
    await changeInvoice(invoice.id, { notes: invoice.notes });
    await reconcile();
    expect(await openKinds()).toEqual([]);
  });

  it("does not take our own later change for somebody else's", async () => {
    const { order, invoice } = await invoiceOfNewOrder();
    await delivery.shop.edit(order, { lines: [{ price: "250.00" }] });
    await delivery.settle();
    expect((await delivery.books.invoice(invoice.invoice_number)).amount.amount).toBe("250.00");
    await reconcile();
    expect(await findings("open")).toEqual([]);
  });

  it("finds an invoice that a person deleted, until it is back", async () => {
    const { sweeper } = delivery.world.engine;
    const { invoice } = await invoiceOfNewOrder();
    await changeInvoice(invoice.id, { vis_state: 1 });
    await reconcile();
    expect(await openKinds()).toEqual(["deleted"]);
    await changeInvoice(invoice.id, { vis_state: 0 });
    await sweeper.recheck(await findings("open"));
    expect(await openKinds()).toEqual([]);
  });

  it("finds a second invoice with our reference, and never touches either", async () => {
    const { books } = delivery;
    const { invoice } = await invoiceOfNewOrder();
    const copy = {
      customerid: invoice.customerid,
      create_date: invoice.create_date,
      invoice_number: `${invoice.invoice_number}-copy`,
      notes: invoice.notes,
      lines: [{ name: "Copy", qty: "1", unit_cost: { amount: "1.00", code: "USD" } }],
    };
    await books.byHand("invoices/invoices", { invoice: copy });
    const writes = await books.writes();
    await reconcile();
    expect(await openKinds()).toEqual(["duplicate"]);
    expect(await books.writes()).toEqual(writes);
    const second = await books.invoice(copy.invoice_number);
    await changeInvoice(second.id, { vis_state: 1 });
    await reconcile();
    expect(await openKinds()).toEqual([]);
  });
});

/** Lets a quarter of an hour pass for everything that was ever in doubt. */
async function letChecksComeDue(): Promise<void> {
  await sql`update ledgerline.effect set last_send_at = last_send_at - interval '15 minutes',
    next_check_at = next_check_at - interval '15 minutes'`.execute(delivery.world.engine.db);
}

describe("a client that was made later than anybody would believe", () => {
  it("is found a quarter of an hour after it was sent, and looked at again after a day", async () => {
    const { world, shop, books } = delivery;
    const { db, sweeper } = world.engine;
    const route = { method: "POST", path: "/users/clients" };
    await books.arm({ kind: "late-commit", delayMs: settleMs * 4, count: 1, route });
    const { customer } = await shop.place(newCustomersOrder());
    const madeClients = async () =>
      (await books.ledger()).clients.filter(({ email }) => email === customer.email);
    await delivery.settle();
    await until("the late client", async () => (await madeClients()).length === 2);
    await sweeper.sweepDue();
    expect(await openKinds()).toEqual([]);

    await letChecksComeDue();
    await sweeper.sweepDue();
    const ids = (await madeClients()).map(({ id }) => String(id));
    expect(await findings("open")).toMatchObject([
      { kind: "duplicate", entity: "client", details: { ids: ids.sort() } },
    ]);
    const [first] = await db.selectFrom("effect").selectAll().execute();
    const dayMs = 86_400_000;
    expect(first?.checks).toBe(1);
    expect(Number(first?.next_check_at) - Number(first?.last_send_at)).toBe(dayMs);

    const late = ids.find((id) => id !== first?.to_id);
    await books.byHand(`users/clients/${late}`, { client: { vis_state: 1 } }, "PUT");
    await sql`update ledgerline.effect set next_check_at = now() - interval '1 s'`.execute(db);
    await sweeper.sweepDue();
    expect(await openKinds()).toEqual([]);
    const [after] = await db.selectFrom("effect").selectAll().execute();
    expect(after).toMatchObject({ checks: 2, next_check_at: null });
  });
});

describe("a comparison long after, the last here because its clock cannot go back", () => {
  it("finds a record with our mark that no link knows, once its work must have ended", async () => {
    const { books } = delivery;
    const { invoice } = await invoiceOfNewOrder();
    const stranger = {
      customerid: invoice.customerid,
      create_date: invoice.create_date,
      invoice_number: "X-1",
      notes: "Ref LL-0123456789AB",
      lines: [{ name: "Stranger", qty: "1", unit_cost: { amount: "1.00", code: "USD" } }],
    };
    await books.byHand("invoices/invoices", { invoice: stranger });
    await reconcile();
    expect(await openKinds()).toEqual([]);
    steadyAheadMs = 20 * 60_000;
    await reconcile();
    expect(await findings("open")).toMatchObject([
      { kind: "orphan", reference: "LL-0123456789AB", entity: "invoice" },
    ]);
    const { id } = await books.invoice("X-1");
    await changeInvoice(id, { vis_state: 1 });
    await reconcile();
    expect(await openKinds()).toEqual([]);
  });
});
