import { describe, expect, it } from "vitest";
import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import { changeBulkAction, startBulkAction } from "../../../src/engine/letters/bulk.ts";
import { advanceBulkActions } from "../../../src/engine/letters/bulk-runner.ts";
import { codesOf } from "../../../src/engine/letters/letter-class.ts";
import { type BulkProgress, findBulkAction } from "../../../src/store/bulk-actions.ts";
import {
  groupDeadLetters,
  type LetterFilter,
  listDeadLetters,
} from "../../../src/store/dead-letters.ts";
import { deadLettersOf, setTaxRow } from "../../support/platform.ts";
import { deliveryWorld, newCustomersOrder, until } from "./delivery-world.ts";

const delivery = deliveryWorld();

let taxClasses = 0;

/** Orders of a tax class that has no row in the lookup table yet. */
async function placedUntaxed(count: number): Promise<{ taxClass: string; orders: LedgerOrder[] }> {
  taxClasses += 1;
  const taxClass = `Luxury${taxClasses}`;
  const { shop } = delivery;
  await shop.addTaxClass({ name: taxClass, rates: [{ countryCode: "US", percent: "10" }] });
  const lines = [{ price: "50.00", taxClass }];
  const orders = await Promise.all(
    Array.from({ length: count }, () => shop.place(newCustomersOrder({ lines }))),
  );
  await delivery.settle();
  return { taxClass, orders };
}

function mend(taxClass: string): Promise<void> {
  const taxes = [{ name: `${taxClass} tax`, rate: "10" }];
  return setTaxRow(delivery.world, `${taxClass}|US`, { taxes });
}

const db = () => delivery.world.engine.db;

async function filterOf(order: LedgerOrder): Promise<LetterFilter> {
  const [letter] = await deadLettersOf(delivery.world, order);
  return { fingerprint: letter?.fingerprint ?? "" };
}

function replayAll(filter: LetterFilter, options: { canary?: boolean; perMinute?: number } = {}) {
  const { ids } = delivery.world.setup;
  return startBulkAction(db(), ids, { kind: "replay", filter, by: "Mia", ...options });
}

async function progressOf(id: string): Promise<BulkProgress> {
  const found = await findBulkAction(db(), id);
  if (!found) throw new Error(`There is no action ${id}.`);
  return found;
}

async function untilOver({ id }: BulkProgress): Promise<BulkProgress> {
  await until("the action to end", async () => (await progressOf(id)).status !== "running");
  return progressOf(id);
}

async function invoicesOf(orders: readonly LedgerOrder[]): Promise<number> {
  const { invoices } = await delivery.books.ledger();
  const numbers = new Set(orders.map(({ number }) => `K-${number}`));
  return invoices.filter(({ invoice_number: number }) => numbers.has(number)).length;
}

describe("many dead letters of one cause", () => {
  it("are replayed after a canary: while it fails the others stay untouched, once mended all go through", async () => {
    const { taxClass, orders } = await placedUntaxed(50);
    const [first] = orders;
    if (!first) throw new Error("No order was placed.");
    const filter = await filterOf(first);
    const before = await listDeadLetters(db(), { ...filter, status: "open", limit: 100 });
    expect(before).toHaveLength(50);

    const stopped = await untilOver(await replayAll(filter, { canary: true }));
    expect(stopped).toMatchObject({ status: "stopped", total: 50, failed: 1, done: 0, open: 49 });
    const after = await listDeadLetters(db(), { ...filter, status: "open", limit: 100 });
    const untouched = after.filter(({ id }) => before.some((letter) => letter.id === id));
    expect([after.length, untouched.length]).toEqual([50, 49]);
    expect(untouched.every((letter) => letter.replayed_at === null)).toBe(true);

    await mend(taxClass);
    const done = await untilOver(await replayAll(filter, { canary: true }));
    expect(done).toMatchObject({ status: "done", total: 50, failed: 0, done: 50, open: 0 });
    expect(await invoicesOf(orders)).toBe(50);
    expect(await listDeadLetters(db(), { ...filter, status: "open", limit: 1 })).toEqual([]);
  });

  it("are shown as one group with its cause, sum and oldest letter", async () => {
    const { orders } = await placedUntaxed(3);
    const [first] = orders;
    if (!first) throw new Error("No order was placed.");
    const [group, ...others] = await groupDeadLetters(db(), {
      ...(await filterOf(first)),
      status: "open",
    });
    expect(others).toEqual([]);
    expect(group).toMatchObject({ code: "TAX_UNMAPPED", count: 3, amounts: { USD: "165.00" } });
    const numbers = orders.map(({ number }) => number);
    expect(numbers).toContain(group?.example.record?.["number"]);
    expect(group?.hint).toContain("tax lookup table");
  });

  it("are found by class, flow, connection, age and text", async () => {
    const { orders } = await placedUntaxed(2);
    const [order] = orders;
    if (!order) throw new Error("No order was placed.");
    const [letter] = await deadLettersOf(delivery.world, order);
    const found = async (filter: LetterFilter) =>
      (await listDeadLetters(db(), { ...filter, status: "open", limit: 100 })).some(
        ({ id }) => id === letter?.id,
      );
    expect(await found({ codes: codesOf("missing-reference") })).toBe(true);
    expect(await found({ codes: codesOf("duplicate") })).toBe(false);
    expect(await found({ flowId: "order-to-invoice" })).toBe(true);
    expect(await found({ flowId: "another-flow" })).toBe(false);
    expect(await found({ olderThanSeconds: 0 })).toBe(true);
    expect(await found({ olderThanSeconds: 3_600 })).toBe(false);
    expect(await found({ text: order.number ?? "" })).toBe(true);
    expect(await found({ text: "100%" })).toBe(false);
  });
});

describe("an action on many dead letters", () => {
  it("begins no more than its pace allows, and leaves the rest open when it is cancelled", async () => {
    const { taxClass, orders } = await placedUntaxed(4);
    const [first] = orders;
    if (!first) throw new Error("No order was placed.");
    await mend(taxClass);
    // 12 a minute: one within five seconds.
    const { id } = await replayAll(await filterOf(first), { perMinute: 12 });
    await until("the first letter to be done", async () => (await progressOf(id)).done === 1);
    const cancelled = await changeBulkAction(db(), id, "cancel");
    expect(cancelled).toMatchObject({ status: "cancelled", total: 4, done: 1, open: 3 });
    await expect(changeBulkAction(db(), id, "resume")).rejects.toMatchObject({
      code: "REQUEST_INVALID",
    });
    expect(await invoicesOf(orders)).toBe(1);
  });

  it("takes no letter of one that is under way, and refuses to begin without any", async () => {
    const { orders } = await placedUntaxed(2);
    const [first] = orders;
    if (!first) throw new Error("No order was placed.");
    const filter = await filterOf(first);
    const { id } = await replayAll(filter, { perMinute: 1 });
    await changeBulkAction(db(), id, "pause");
    await expect(replayAll(filter)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await changeBulkAction(db(), id, "cancel");
    expect((await replayAll(filter)).total).toBe(2);
    await delivery.settle();
  });

  it("replays each letter once, however many processes work on it", async () => {
    const { taxClass, orders } = await placedUntaxed(20);
    const [first] = orders;
    if (!first) throw new Error("No order was placed.");
    const { engine } = delivery.world;
    const letters = await listDeadLetters(db(), {
      ...(await filterOf(first)),
      status: "open",
      limit: 100,
    });
    const runIds = letters.map((letter) => letter.run_id);
    const claims = () =>
      db().selectFrom("run").select(["id", "fence"]).where("id", "in", runIds).execute();
    const before = new Map((await claims()).map(({ id, fence }) => [id, fence]));
    await mend(taxClass);
    const action = await replayAll(await filterOf(first));
    await Promise.all(Array.from({ length: 6 }, () => advanceBulkActions(engine)));
    engine.worker.wake();
    expect(await untilOver(action)).toMatchObject({ status: "done", total: 20, done: 20 });
    await delivery.settle();
    expect(await invoicesOf(orders)).toBe(20);
    const after = await claims();
    expect(after.every(({ id, fence }) => fence === (before.get(id) ?? 0) + 1)).toBe(true);
  });

  it("discards with one note, and later work of the orders goes on", async () => {
    const { orders } = await placedUntaxed(3);
    const [first] = orders;
    if (!first) throw new Error("No order was placed.");
    const done = await untilOver(
      await startBulkAction(db(), delivery.world.setup.ids, {
        kind: "discard",
        filter: await filterOf(first),
        by: "Mia",
        note: "Test orders.",
      }),
    );
    expect(done).toMatchObject({ status: "done", total: 3, done: 3, failed: 0 });
    await delivery.shop.edit(first, { lines: [{ price: "80.00" }] });
    await delivery.settle();
    expect(await invoicesOf(orders)).toBe(1);
  });
});
