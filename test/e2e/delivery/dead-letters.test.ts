import { describe, expect, it } from "vitest";
import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { disableFlow, enableFlow } from "../../../src/engine/flow-setup.ts";
import {
  discardDeadLetter,
  replayDeadLetter,
  skipDeadLetter,
} from "../../../src/engine/letters/desk.ts";
import { dryRunLetter } from "../../../src/engine/letters/dry-run.ts";
import { countBehind } from "../../../src/store/runs.ts";
import type { Row } from "../../../src/store/schema.ts";
import { withoutReference } from "../../support/books.ts";
import { deadLettersOf, replay, runsOf, setTaxRow } from "../../support/platform.ts";
import type { NewOrder } from "../../support/shop.ts";
import { deliveryWorld, newCustomersOrder, until } from "./delivery-world.ts";

const delivery = deliveryWorld();

/** The shop states a total that its parts do not come to. */
const wrongTotal: Pick<NewOrder, "override"> = { override: { addToTotalPrice: "1.00" } };

async function letterOf(order: LedgerOrder): Promise<Row<"dead_letter">> {
  const [letter, ...others] = await deadLettersOf(delivery.world, order);
  if (letter && others.length === 0) return letter;
  throw new Error(`Order ${order.id} has ${letter ? 1 + others.length : 0} open dead letters.`);
}

async function placedWrong(order: NewOrder = newCustomersOrder()): Promise<LedgerOrder> {
  const placed = await delivery.shop.place({ ...order, ...wrongTotal });
  await delivery.settle();
  return placed;
}

async function totalsOf(order: LedgerOrder): Promise<string[]> {
  const invoices = await delivery.books.invoicesNumbered(`K-${order.number}`);
  return invoices.map(({ amount }) => amount.amount);
}

async function closingOf(letter: { id: string }) {
  return delivery.world.engine.db
    .selectFrom("dead_letter")
    .select(["status", "resolution", "closed_by", "note"])
    .where("id", "=", letter.id)
    .executeTakeFirstOrThrow();
}

function referenceIn(text: string | null | undefined): string {
  return /Ref (LL-[0-9A-Z]{12})$/.exec(text ?? "")?.[1] ?? "none";
}

async function untilDone(order: LedgerOrder): Promise<void> {
  await until(`the later run of order ${order.id}`, async () => {
    const runs = await runsOf(delivery.world, order);
    return runs.some(({ status }) => status === "done");
  });
}

describe("a dead letter", () => {
  it("holds back later events of its order for all to see, and no other order of the customer", async () => {
    const { world, shop } = delivery;
    const { customer } = newCustomersOrder();
    const wrong = await placedWrong(newCustomersOrder({ customer }));
    await shop.edit(wrong, { lines: [{ price: "80.00" }] });
    const other = await shop.place(newCustomersOrder({ customer, lines: [{ price: "55.00" }] }));
    await delivery.settle();

    const runs = await runsOf(world, wrong);
    expect(runs.map(({ status }) => status)).toEqual(["dead", "queued"]);
    const [dead] = runs;
    expect(dead && (await countBehind(world.engine.db, dead))).toBe(1);
    expect(await totalsOf(wrong)).toEqual([]);
    expect(await totalsOf(other)).toEqual(["55.00"]);
  });

  it("lets later events pass once it is skipped, and is resolved by itself when one succeeds", async () => {
    const { world, shop } = delivery;
    const order = await placedWrong();
    await shop.edit(order, { lines: [{ price: "80.00" }] });
    await delivery.settle();
    const letter = await letterOf(order);
    await skipDeadLetter(world.engine, letter.id);
    await untilDone(order);

    expect(await totalsOf(order)).toEqual(["80.00"]);
    const [old, later] = await runsOf(world, order);
    expect([old?.status, old?.outcome]).toEqual(["done", "superseded"]);
    expect([later?.status, later?.outcome]).toEqual(["done", "applied"]);
    expect(await closingOf(letter)).toEqual({
      status: "resolved",
      resolution: "by-itself",
      closed_by: `run ${later?.id}`,
      note: "resolved by itself: a later run brought the same record",
    });
  });

  it("stays open when the later event only shows that nothing has to be invoiced yet", async () => {
    const { world, shop } = delivery;
    const order = await placedWrong();
    await shop.edit(order, { lines: [{ price: "0.00" }] });
    await delivery.settle();
    const letter = await letterOf(order);
    await skipDeadLetter(world.engine, letter.id);
    await untilDone(order);

    const [, later] = await runsOf(world, order);
    expect(later?.outcome).toBe("skipped");
    expect((await letterOf(order)).id).toBe(letter.id);
  });

  it("lets later events pass once it is discarded, and keeps who did it and why", async () => {
    const { world, shop } = delivery;
    const order = await placedWrong();
    await shop.edit(order, { lines: [{ price: "80.00" }] });
    const { id } = await letterOf(order);
    await discardDeadLetter(world.engine, id, { by: "Mia", note: "A typing error in the shop." });
    await delivery.settle();

    expect(await totalsOf(order)).toEqual(["80.00"]);
    expect(await closingOf({ id })).toEqual({
      status: "discarded",
      resolution: "discarded",
      closed_by: "Mia",
      note: "A typing error in the shop.",
    });
    await expect(replayDeadLetter(world.engine, id)).rejects.toMatchObject({
      code: "REQUEST_INVALID",
    });
  });

  it("of a refused payment names the very step, with the request and the answer", async () => {
    const { shop, books } = delivery;
    const route = { method: "POST", path: "/payments/payments" };
    await books.arm({ kind: "server-error", status: 422, count: 1, route });
    const payment = { completed: true, method: "Card", transactionId: "ch_refused" };
    const order = await shop.place(newCustomersOrder({ payment }));
    await delivery.settle();

    const letter = await letterOf(order);
    expect(letter).toMatchObject({ code: "REFUSED_BY_SYSTEM", step_path: "steps[11].steps[0][0]" });
    expect(letter.request).toMatchObject({
      method: "POST",
      body: { payment: { amount: { amount: "100.00", code: "USD" }, transactionid: "ch_refused" } },
    });
    expect(letter.answer).toMatchObject({ status: 422 });
    await replay(delivery.world, letter);
    expect(await totalsOf(order)).toEqual(["100.00"]);
    expect(await books.payments(await books.invoice(`K-${order.number}`))).toHaveLength(1);
  });
});

describe("replaying a dead letter", () => {
  it("refuses an edited message that is none, naming the field, and changes nothing", async () => {
    const { world } = delivery;
    const order = await placedWrong();
    const letter = await letterOf(order);
    const edited = { ...letter.payload, currency: "dollars" } as JsonObject;
    await expect(replayDeadLetter(world.engine, letter.id, edited)).rejects.toMatchObject({
      code: "MESSAGE_INVALID",
      message: expect.stringContaining("currency"),
    });
    expect((await letterOf(order)).status).toBe("open");
    expect((await runsOf(world, order)).map((run) => run.payload)).toEqual([null]);
  });

  it("with an edited message keeps the reference of the first try", async () => {
    const { world, shop, books } = delivery;
    const route = { method: "POST", path: "/invoices/invoices" };
    await books.arm({ kind: "server-error", status: 422, count: 1, route });
    const order = await shop.place(newCustomersOrder());
    await delivery.settle();
    const letter = await letterOf(order);
    const sent = letter.request?.["body"] as { invoice: { notes: string } };
    const edited = { ...letter.payload, purchaseOrderNumber: "PO-77" } as JsonObject;
    await replayDeadLetter(world.engine, letter.id, edited);
    await delivery.settle();

    const invoice = await books.invoice(`K-${order.number}`);
    expect(invoice.po_number).toBe("PO-77");
    expect(withoutReference(invoice.notes)).not.toContain("PO-77");
    expect(referenceIn(invoice.notes)).toMatch(/^LL-[0-9A-Z]{12}$/);
    expect(referenceIn(invoice.notes)).toBe(referenceIn(sent.invoice.notes));
  });

  it("that fails again closes the old letter and opens one new one", async () => {
    const { world } = delivery;
    const order = await placedWrong();
    const first = await letterOf(order);
    await replay(world, first);
    const second = await letterOf(order);

    expect(second.id).not.toBe(first.id);
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(await closingOf(first)).toEqual({
      status: "resolved",
      resolution: "failed-again",
      closed_by: "replay",
      note: "failed again",
    });
  });

  it("as a dry run tells what would be written, and writes nothing", async () => {
    const { world, shop, books } = delivery;
    await shop.addTaxClass({ name: "Perfume", rates: [{ countryCode: "US", percent: "10" }] });
    const order = await shop.place(
      newCustomersOrder({ lines: [{ price: "50.00", taxClass: "Perfume" }] }),
    );
    await delivery.settle();
    const letter = await letterOf(order);
    const still = await dryRunLetter(world.engine, letter);
    expect(still).toMatchObject({ result: { error: { code: "TAX_UNMAPPED" } } });

    await setTaxRow(world, "Perfume|US", { taxes: [{ name: "Perfume tax", rate: "10" }] });
    const before = await books.writes();
    const { result, writes } = await dryRunLetter(world.engine, letter);
    expect(result).toMatchObject({ kind: "done", outcome: "applied" });
    const planned = writes.map(({ action, record }) => `${action} ${record}`);
    expect(planned).toEqual(["create invoice", "send invoice"]);
    expect(writes[0]?.draft).toMatchObject({
      invoice_number: `K-${order.number}`,
      lines: [{ unit_cost: { amount: "50.00" }, taxName1: "Perfume tax", taxAmount1: "10" }],
    });
    expect(await books.writes()).toEqual(before);
    expect((await letterOf(order)).id).toBe(letter.id);
    expect(await totalsOf(order)).toEqual([]);

    const edited = { ...letter.payload, purchaseOrderNumber: "PO-9" } as JsonObject;
    const other = await dryRunLetter(world.engine, letter, edited);
    expect(other.writes[0]?.draft).toMatchObject({ po_number: "PO-9" });
    expect((await runsOf(world, order)).map((run) => run.payload)).toEqual([null]);
  });

  it("by two people at once does it once", async () => {
    const { world } = delivery;
    const order = await placedWrong();
    const { id } = await letterOf(order);
    const both = await Promise.allSettled([
      replayDeadLetter(world.engine, id),
      replayDeadLetter(world.engine, id),
    ]);
    await delivery.settle();
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await runsOf(world, order)).map(({ status }) => status)).toEqual(["dead"]);
  });

  it("with an old message does not overwrite what a later event brought", async () => {
    const { world, shop } = delivery;
    const order = await placedWrong();
    const letter = await letterOf(order);
    await shop.edit(order, { lines: [{ price: "80.00" }] });
    await delivery.settle();
    const old = letter.payload as { totals: JsonObject };
    const total = { amount: "100.00", currency: "USD" };
    const corrected = { ...old, totals: { ...old.totals, total, due: total } };
    // Both are in the queue, the later event first, before either is worked on.
    await disableFlow(world.engine.db, "order-to-invoice");
    await skipDeadLetter(world.engine, letter.id);
    await replayDeadLetter(world.engine, letter.id, corrected);
    await enableFlow(world.setup, "order-to-invoice");
    await delivery.settle();

    expect(await totalsOf(order)).toEqual(["80.00"]);
    const replayed = (await runsOf(world, order)).find(({ id }) => id === letter.run_id);
    expect([replayed?.status, replayed?.outcome]).toEqual(["done", "superseded"]);
  });
});
