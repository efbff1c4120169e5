import { afterEach, describe, expect, it } from "vitest";
import { withoutReference } from "../../support/books.ts";
import { deadLettersOf, setParams } from "../../support/platform.ts";
import type { NewOrder } from "../../support/shop.ts";
import { goldenWorld } from "./golden-world.ts";

const golden = goldenWorld();

afterEach(() => setParams(golden.world, {}));

const mug: NewOrder = {
  lines: [{ name: "Mug", price: "10.00", taxClass: "Standard" }],
  orderDate: "2024-11-02T10:00:00Z",
};

describe("what stands on an invoice", () => {
  it("is the order's number behind the prefix of the shop", async () => {
    await setParams(golden.world, { numberPattern: "SHOP-{number}" });
    const order = await golden.shop.place(mug);
    await golden.settle();
    expect(await golden.books.invoicesNumbered(`SHOP-${order.number}`)).toHaveLength(1);
    expect(await golden.books.invoicesNumbered(`K-${order.number}`)).toEqual([]);
  });

  it("is a due date some days after the order, and the terms of the flow", async () => {
    await setParams(golden.world, { dueDays: 14, terms: "Payable within 14 days." });
    const { invoice } = await golden.invoiced(mug);
    expect(invoice).toMatchObject({
      create_date: "2024-11-02",
      due_offset_days: 14,
      due_date: "2024-11-16",
      terms: "Payable within 14 days.",
    });
  });

  it("is due after 30 days, with the order's number in po_number, when nothing is said", async () => {
    const { order, invoice } = await golden.invoiced(mug);
    expect(invoice).toMatchObject({ due_date: "2024-12-02", po_number: order.number });
    expect(withoutReference(invoice.notes)).toEqual([`Order ${order.number}`]);
  });

  it("is the customer's purchase order number in po_number", async () => {
    const { order, invoice } = await golden.invoiced({
      ...mug,
      customData: { PurchaseOrder: "PO-4711" },
    });
    expect(invoice.po_number).toBe("PO-4711");
    expect(withoutReference(invoice.notes)).toEqual([`Order ${order.number}`]);
  });

  it("are the customer's note and the chosen custom fields, in the notes", async () => {
    await setParams(golden.world, {
      customerNote: true,
      notesFields: ["CostCentre", "GiftWrap", "Missing"],
    });
    const { order, invoice } = await golden.invoiced({
      ...mug,
      note: "Please ring twice.",
      customColumns: { CostCentre: "CC-12" },
      customData: { GiftWrap: "blue & white", Internal: "not for the customer" },
    });
    expect(withoutReference(invoice.notes)).toEqual([
      `Order ${order.number}`,
      "CostCentre: CC-12",
      "GiftWrap: blue & white",
      "Please ring twice.",
    ]);
  });

  it("is no note of the customer unless the flow asks for it", async () => {
    const { order, invoice } = await golden.invoiced({ ...mug, note: "Please ring twice." });
    expect(withoutReference(invoice.notes)).toEqual([`Order ${order.number}`]);
  });

  it("is the address of the order, not that of the customer's other orders", async () => {
    const ann = { firstName: "Ann", lastName: "Lee", email: "ann@example.com", registered: true };
    const first = await golden.invoiced({ ...mug, customer: ann });
    const second = await golden.invoiced({
      ...mug,
      customer: ann,
      billingAddress: {
        name: "Dr. Ann van Dyke",
        line1: "2 Low St",
        city: "Salem",
        zip: "01970",
        countryCode: "US",
        stateCode: "MA",
      },
    });
    expect(second.invoice).toMatchObject({
      customerid: first.invoice.customerid,
      fname: "Dr. Ann van",
      lname: "Dyke",
      street: "2 Low St",
      city: "Salem",
    });
    expect(first.invoice).toMatchObject({ street: "1 High St", city: "Boston" });
  });
});

describe("a flow that leaves drafts", () => {
  it("marks no invoice as sent and posts no payment", async () => {
    await setParams(golden.world, { issue: "draft" });
    const payment = { completed: true, method: "Card", transactionId: "ch_draft" };
    const { lines, total, status, payments } = await golden.invoiced({ ...mug, payment });
    expect({ lines, total, status, payments }).toEqual({
      lines: [["Mug", "1", "10.00", "Standard 20 %", "20"]],
      total: "12.00 USD",
      status: "draft",
      payments: [],
    });
  });
});

describe("an invoice number that is taken", () => {
  it("by a bookkeeper's own invoice is put before a person, and that invoice is left alone", async () => {
    const { invoice } = await golden.invoiced(mug);
    const next = Number(/\d+/.exec(invoice.invoice_number)?.[0]) + 1;
    const own = {
      customerid: invoice.customerid,
      create_date: "2024-11-01",
      invoice_number: `K-${next}`,
      lines: [{ name: "Consulting", qty: "1", unit_cost: { amount: "80.00", code: "USD" } }],
    };
    await golden.books.byHand("invoices/invoices", { invoice: own });
    const order = await golden.shop.place(mug);
    await golden.settle();
    expect(order.number).toBe(String(next));
    expect(await deadLettersOf(golden.world, order)).toMatchObject([
      {
        code: "REFUSED_BY_SYSTEM",
        message: `The invoice number K-${next} is taken by another invoice in FreshBooks.`,
      },
    ]);
    expect(await golden.books.invoice(`K-${next}`)).toMatchObject({
      amount: { amount: "80.00" },
      v3_status: "draft",
    });
  });
});
