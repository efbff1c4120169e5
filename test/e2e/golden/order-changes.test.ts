import { afterEach, describe, expect, it } from "vitest";
import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import { withoutReference } from "../../support/books.ts";
import {
  deadLettersOf,
  replay,
  runsOf,
  setParams,
  setTaxRow,
  warningsOf,
} from "../../support/platform.ts";
import type { NewLine, NewOrder } from "../../support/shop.ts";
import { goldenWorld } from "./golden-world.ts";

const golden = goldenWorld();

afterEach(() => setParams(golden.world, {}));

const kettle: NewLine = { sku: "KET-1", name: "Kettle", price: "80.00", taxClass: "Sales" };
const mug: NewLine = { sku: "MUG-1", name: "Mug", price: "20.00", taxClass: "Sales" };
/** 100.00 and 6.25 tax. */
const both: NewOrder = { lines: [kettle, mug] };
const paidByCard = { completed: true, method: "Card", transactionId: "ch_1" };

const kettleLine = ["Kettle", "1", "80.00", "Sales 6.25 %", "6.25"];
const mugLine = ["Mug", "1", "20.00", "Sales 6.25 %", "6.25"];

/** An employee does something to an order, and everything that follows from it is done. */
async function then(change: Promise<LedgerOrder>): Promise<LedgerOrder> {
  const order = await change;
  await golden.settle();
  return order;
}

/** Calls of the API that changed invoices since `before` calls. */
async function invoiceWrites(before: number): Promise<string[]> {
  const writes = (await golden.books.writes()).slice(before);
  return writes.filter((write) => write.endsWith(" invoices"));
}

describe("an order that is edited before it is paid", () => {
  it("changes its sent invoice, with all lines", async () => {
    const { order, invoice } = await golden.invoiced(both);
    const more = { sku: "BOOK-1", name: "Handbook", price: "12.00" };
    await then(golden.shop.edit(order, { lines: [kettle, { ...mug, quantity: 2 }, more] }));
    const edited = await golden.outcome(order);
    expect(edited).toMatchObject({
      // 120.00 and 7.50 tax, and 12.00.
      lines: [
        kettleLine,
        ["Mug", "2", "20.00", "Sales 6.25 %", "6.25"],
        ["Handbook", "1", "12.00"],
      ],
      total: "139.50 USD",
      status: "sent",
    });
    expect(edited.invoice.id).toBe(invoice.id);
  });

  it("loses a line in its invoice too, and gets it back", async () => {
    const { order, invoice } = await golden.invoiced(both);
    await then(golden.shop.edit(order, { lines: [kettle] }));
    expect(await golden.outcome(order)).toMatchObject({ lines: [kettleLine], total: "85.00 USD" });
    await then(golden.shop.edit(order, { lines: [kettle, mug] }));
    expect(await golden.outcome(order)).toMatchObject({
      lines: [kettleLine, mugLine],
      total: "106.25 USD",
      invoice: { id: invoice.id },
    });
  });

  it("changes its draft where the flow leaves drafts", async () => {
    await setParams(golden.world, { issue: "draft" });
    const { order, invoice } = await golden.invoiced(both);
    await then(golden.shop.edit(order, { lines: [mug] }));
    expect(await golden.outcome(order)).toMatchObject({
      lines: [mugLine],
      total: "21.25 USD",
      status: "draft",
      invoice: { id: invoice.id },
    });
  });

  it("keeps the cents right when its new total needs an adjustment", async () => {
    const { order } = await golden.invoiced(both);
    const filters = { sku: "FIL-1", name: "Filters", price: "4.44", taxClass: "Sales" };
    await then(golden.shop.edit(order, { lines: [filters, filters, filters] }));
    const line = ["Filters", "1", "4.44", "Sales 6.25 %", "6.25"];
    // Tax on 13.32 is 0.83 (0.8325); on 4.44 it is 0.28 (0.2775), three times 0.84.
    expect(await golden.outcome(order)).toMatchObject({
      lines: [line, line, line, ["Rounding adjustment", "1", "-0.01"]],
      total: "14.15 USD",
    });
  });

  it("is paid over its new total", async () => {
    const { order } = await golden.invoiced(both);
    await then(golden.shop.edit(order, { lines: [kettle] }));
    await then(golden.shop.pay(order, { method: "Card", transactionId: "ch_edit" }));
    expect(await golden.outcome(order)).toMatchObject({
      total: "85.00 USD",
      status: "paid",
      payments: [{ amount: "85.00 USD", transactionId: "ch_edit" }],
    });
  });

  it("that is saved without a change touches nothing in the books", async () => {
    const { order } = await golden.invoiced(both);
    const before = (await golden.books.writes()).length;
    await then(golden.shop.edit(order, { lines: [kettle, mug] }));
    expect((await golden.books.writes()).slice(before)).toEqual([]);
    const outcomes = (await runsOf(golden.world, order)).map(({ outcome }) => outcome);
    expect(outcomes[0]).toBe("applied");
    expect(new Set(outcomes.slice(1))).toEqual(new Set(["unchanged"]));
  });
});

describe("an order that is edited after it was paid", () => {
  it("is put before a person when its total changed, and the invoice stays as it is", async () => {
    const { order, invoice } = await golden.invoiced({ ...both, payment: paidByCard });
    const before = (await golden.books.writes()).length;
    await then(golden.shop.edit(order, { lines: [kettle] }));
    const [letter, ...others] = await deadLettersOf(golden.world, order);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      code: "DOCUMENT_LOCKED",
      message:
        `The invoice ${invoice.id} is paid and comes to 106.25 USD, ` +
        "but the order now comes to 85.00 USD.",
    });
    expect(await invoiceWrites(before)).toEqual([]);
    expect(await golden.outcome(order)).toMatchObject({
      lines: [kettleLine, mugLine],
      total: "106.25 USD",
      status: "paid",
      payments: [{ amount: "106.25 USD" }],
    });
  });

  it("keeps its invoice, with a warning and no dead letter, when only words changed", async () => {
    await setParams(golden.world, { customerNote: true });
    const note = "Leave it at the door.";
    const { order } = await golden.invoiced({ ...both, note, payment: paidByCard });
    await then(golden.shop.edit(order, { note: "Ring the bell." }));
    expect(await deadLettersOf(golden.world, order)).toEqual([]);
    expect(await warningsOf(golden.world, order)).toContain(
      "The invoice is paid, so its text was left as it is.",
    );
    const { invoice, status } = await golden.outcome(order);
    expect(status).toBe("paid");
    expect(withoutReference(invoice.notes)).toEqual([`Order ${order.number}`, note]);
  });
});

describe("an order that is cancelled", () => {
  it("before it is paid takes its invoice back", async () => {
    const { order, invoice } = await golden.invoiced(both);
    await then(golden.shop.cancel(order));
    const { invoices } = await golden.books.ledger();
    expect(invoices.find(({ id }) => id === invoice.id)).toMatchObject({ vis_state: 1 });
    expect(await golden.books.invoicesNumbered(`K-${order.number}`)).toEqual([]);
    expect(await deadLettersOf(golden.world, order)).toEqual([]);
    expect((await runsOf(golden.world, order)).map(({ reason }) => reason)).toContain(
      "The order was cancelled.",
    );
  });

  it("as a draft takes its draft back", async () => {
    await setParams(golden.world, { issue: "draft" });
    const { order } = await golden.invoiced(both);
    await then(golden.shop.cancel(order));
    expect(await golden.books.invoicesNumbered(`K-${order.number}`)).toEqual([]);
  });

  it("after it was paid is put before a person; invoice and payment stay", async () => {
    const { order, invoice } = await golden.invoiced({ ...both, payment: paidByCard });
    await then(golden.shop.cancel(order));
    const [letter, ...others] = await deadLettersOf(golden.world, order);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      code: "DOCUMENT_LOCKED",
      message: `The invoice ${invoice.id} is paid, so it cannot be taken back.`,
    });
    expect(await golden.outcome(order)).toMatchObject({
      status: "paid",
      payments: [{ amount: "106.25 USD" }],
    });
  });

  it("and opened again is put before a person, because its invoice was taken back", async () => {
    const { order } = await golden.invoiced(both);
    await then(golden.shop.cancel(order));
    await then(golden.shop.changeStatus(order, "New"));
    expect(await deadLettersOf(golden.world, order)).toMatchObject([
      { code: "RECORD_CHANGED_OUTSIDE" },
    ]);
    expect(await golden.books.invoicesNumbered(`K-${order.number}`)).toEqual([]);
  });

  it("while a dead letter of it is open is cancelled once that is replayed", async () => {
    await golden.shop.addTaxClass({ name: "Tea", rates: [{ countryCode: "US", percent: "3" }] });
    const order = await then(golden.shop.place({ lines: [{ price: "5.00", taxClass: "Tea" }] }));
    const [letter] = await deadLettersOf(golden.world, order);
    await then(golden.shop.cancel(order));
    await setTaxRow(golden.world, "Tea|US", { taxes: [{ name: "Tea tax", rate: "3" }] });
    await replay(golden.world, letter ?? { id: "" });
    expect(await deadLettersOf(golden.world, order)).toEqual([]);
    expect(await golden.books.invoicesNumbered(`K-${order.number}`)).toEqual([]);
  });
});

describe("an order in a status that is not invoiced", () => {
  it("waits without an invoice until it reaches one that is", async () => {
    await setParams(golden.world, { invoiceStatuses: ["paid", "completed"] });
    const before = await golden.books.writes();
    const order = await then(golden.shop.place(both));
    expect(await golden.books.writes()).toEqual(before);
    expect(await runsOf(golden.world, order)).toMatchObject([
      { outcome: "skipped", reason: "Orders in this status are not invoiced." },
    ]);
    await then(golden.shop.pay(order, { method: "Card", transactionId: "ch_status" }));
    expect(await golden.outcome(order)).toMatchObject({ total: "106.25 USD", status: "paid" });
  });
});

describe("an invoice that a person deleted in the books", () => {
  it("is not made again behind their back when the order changes", async () => {
    const { order, invoice } = await golden.invoiced(both);
    const removal = { invoice: { vis_state: 1 } };
    await golden.books.byHand(`invoices/invoices/${invoice.id}`, removal, "PUT");
    await then(golden.shop.edit(order, { lines: [kettle] }));
    expect(await deadLettersOf(golden.world, order)).toMatchObject([
      { code: "RECORD_CHANGED_OUTSIDE" },
    ]);
    expect(await golden.books.invoicesNumbered(`K-${order.number}`)).toEqual([]);
  });
});
