import { beforeAll, describe, expect, it, vi } from "vitest";
import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import type { Fault } from "../../../sandbox/kit/fault.ts";
import { shopName } from "../../../src/cli/demo/connect-sandbox.ts";
import { pauseConnection, resumeConnection } from "../../../src/engine/connection-setup.ts";
import { deadLettersOf, runsOf } from "../../support/platform.ts";
import type { NewLine, NewOrder } from "../../support/shop.ts";
import { goldenWorld } from "./golden-world.ts";

const golden = goldenWorld({ limits: { timeoutMs: 1_000, settleMs: 500 } });

const kettle: NewLine = { sku: "KET-1", name: "Kettle", price: "80.00", taxClass: "Sales" };
const mug: NewLine = { sku: "MUG-1", name: "Mug", price: "20.00", taxClass: "Sales" };
const order: NewOrder = { lines: [kettle] };

/** The next announcement of a type gets lost on its way, so that the test can send it later. */
function lose(type: string): Promise<void> {
  return golden.shop.arm({ kind: "webhook-lost", route: { path: type }, count: 1 });
}

async function resend(placed: LedgerOrder, type: string): Promise<void> {
  await golden.shop.resend(placed, type);
  await golden.settle();
}

/** Calls of the API that made or changed invoices, after `before` writes. */
async function invoiceWrites(before: number): Promise<string[]> {
  const writes = (await golden.books.writes()).slice(before);
  return writes.filter((write) => write.endsWith(" invoices"));
}

/** What was announced of an order, in the order in which the platform took it. */
async function received({ id }: LedgerOrder): Promise<string[]> {
  const events = await golden.world.engine.db
    .selectFrom("event")
    .select("type")
    .where("entity_id", "=", String(id))
    .where("entity", "=", "order")
    .where("via", "=", "webhook")
    .orderBy("received_at")
    .execute();
  return events.map(({ type }) => type);
}

describe("announcements of an order that come late, twice or in the wrong order", () => {
  it("G24: version 2, version 1 and version 2 again make one invoice of version 2", async () => {
    const before = (await golden.books.writes()).length;
    await lose("order.created");
    const placed = await golden.shop.place(order);
    await golden.shop.edit(placed, { lines: [kettle, mug] });
    await golden.settle();
    await resend(placed, "order.created");
    await resend(placed, "order.updated");

    const sent = (await golden.shop.deliveries()).filter(({ orderId }) => orderId === placed.id);
    expect(sent.map(({ type, attempts }) => [type, attempts])).toEqual([
      ["order.created", 1],
      ["order.updated", 2],
    ]);
    expect(await received(placed)).toEqual(["order.updated", "order.created"]);
    // One create, and no change of the invoice but that it was sent.
    expect(await invoiceWrites(before)).toEqual(["POST invoices", "PUT invoices"]);
    expect(await golden.outcome(placed)).toMatchObject({ total: "106.25 USD", status: "sent" });
  });

  it("the payment before the order itself makes one invoice and one payment", async () => {
    await lose("order.created");
    const payment = { completed: true, method: "Card", transactionId: "ch_early" };
    const placed = await golden.shop.place({ ...order, payment });
    await golden.settle();
    await resend(placed, "order.created");
    expect((await received(placed)).at(-1)).toBe("order.created");
    expect(await golden.outcome(placed)).toMatchObject({
      total: "85.00 USD",
      status: "paid",
      payments: [{ amount: "85.00 USD", transactionId: "ch_early" }],
    });
  });

  it("G29: a cancellation that comes first leaves nothing, also when the order is announced after it", async () => {
    const before = await golden.books.writes();
    await lose("order.created");
    const placed = await golden.shop.place(order);
    await golden.shop.cancel(placed);
    await golden.settle();
    expect(await golden.books.writes()).toEqual(before);

    await resend(placed, "order.created");
    expect((await received(placed)).at(-1)).toBe("order.created");
    const outcomes = (await runsOf(golden.world, placed)).map((run) => run.outcome);
    expect(new Set(outcomes)).toEqual(new Set(["remembered"]));
    expect(await golden.books.writes()).toEqual(before);
    expect(await deadLettersOf(golden.world, placed)).toEqual([]);
  });

  it("an order cancelled before anything was announced leaves nothing", async () => {
    const before = await golden.books.writes();
    const placed = await golden.shop.place({ ...order, status: "Canceled" });
    await golden.settle();
    expect(await runsOf(golden.world, placed)).toMatchObject([{ outcome: "remembered" }]);
    expect(await golden.books.writes()).toEqual(before);
  });

  it("every announcement ten times makes one invoice and one payment", async () => {
    const everything = { kind: "webhook-duplicate", route: { path: "order." }, times: 10 } as const;
    await golden.shop.arm({ ...everything, count: 4 });
    const payment = { completed: true, method: "Card", transactionId: "ch_ten" };
    const placed = await golden.shop.place({ ...order, payment });
    await golden.settle();
    const outcome = await golden.outcome(placed);
    expect(outcome.payments).toHaveLength(1);
    expect(outcome).toMatchObject({ total: "85.00 USD", status: "paid" });
  });
});

describe("an order that was deleted in the shop", () => {
  it("takes its open invoice back", async () => {
    const { order: placed, invoice } = await golden.invoiced(order);
    await golden.shop.remove(placed);
    await golden.settle();
    const { invoices } = await golden.books.ledger();
    expect(invoices.find(({ id }) => id === invoice.id)).toMatchObject({ vis_state: 1 });
    expect(await deadLettersOf(golden.world, placed)).toEqual([]);
  });
});

describe("an order that was deleted before it was worked on", () => {
  it("makes nothing, and is no dead letter", async () => {
    const { setup } = golden.world;
    const before = await golden.books.writes();
    await pauseConnection(setup, shopName, "the shop is being looked at");
    const placed = await golden.shop.place(order);
    await golden.shop.remove(placed);
    await golden.shop.untilAnnounced();
    await resumeConnection(setup, shopName);
    await golden.settle();
    const outcomes = (await runsOf(golden.world, placed)).map((run) => run.outcome);
    expect(new Set(outcomes)).toEqual(new Set(["superseded", "remembered"]));
    expect(await deadLettersOf(golden.world, placed)).toEqual([]);
    expect(await golden.books.writes()).toEqual(before);
  });
});

describe("G28: a create whose answer never came", () => {
  const faults: Record<string, Fault> = {
    "the connection broke after FreshBooks had made the invoice": { kind: "commit-then-drop" },
    "FreshBooks made the invoice after the connection had broken": {
      kind: "late-commit",
      delayMs: 150,
    },
    "FreshBooks made the invoice after we had given up": { kind: "slow", delayMs: 1_200 },
    "FreshBooks had made the invoice and answered 500": { kind: "server-error-after-commit" },
    "the connection broke before FreshBooks made anything": { kind: "reset" },
  };
  const placed = new Map<string, LedgerOrder>();
  let writes: string[];

  async function noFaultPending(): Promise<void> {
    expect(await golden.books.pendingFaults()).toBe(0);
  }

  // All at once, because each waits until its outcome is certain.
  beforeAll(async () => {
    const before = (await golden.books.writes()).length;
    for (const [title, fault] of Object.entries(faults)) {
      const route = { method: "POST", path: "/invoices/invoices" };
      await golden.books.arm({ ...fault, route, count: 1 });
      const payment = { completed: true, method: "Card", transactionId: "ch_lost" };
      placed.set(title, await golden.shop.place({ ...order, payment }));
      await vi.waitFor(noFaultPending, { timeout: 10_000 });
    }
    await golden.settle();
    writes = await invoiceWrites(before);
  });

  it.each(Object.keys(faults))("ends as one invoice and one payment: %s", async (title) => {
    const failed = placed.get(title);
    if (!failed) throw new Error("The order was not placed.");
    expect(await golden.outcome(failed)).toMatchObject({
      lines: [["Kettle", "1", "80.00", "Sales 6.25 %", "6.25"]],
      total: "85.00 USD",
      status: "paid",
      payments: [{ amount: "85.00 USD", transactionId: "ch_lost" }],
    });
    const attempts = (await runsOf(golden.world, failed)).map((run) => run.attempts);
    expect(Math.max(...attempts)).toBeGreaterThan(1);
  });

  it("is sent again only where a look-up proved that nothing had been made", () => {
    const creates = writes.filter((write) => write === "POST invoices");
    expect(creates).toHaveLength(Object.keys(faults).length + 1);
  });
});
