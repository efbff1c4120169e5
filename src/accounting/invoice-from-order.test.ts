import { describe, expect, test } from "vitest";
import { parseMessage } from "../canonical/messages.ts";
import { invoiceFromOrder } from "./invoice-from-order.ts";
import type { InvoiceOptions } from "./invoice-options.ts";
import {
  adjustmentOf,
  invoiceOptions,
  type OrderFixture,
  orderOf,
  shorthand,
  taxTableOf,
} from "./order-builder.fixture.ts";

const taxTable = taxTableOf({ Sales: [["Sales tax", "8.25"]], Standard: [["VAT 20", "20"]] });

function invoice(order: OrderFixture, options: Partial<InvoiceOptions> = {}) {
  return invoiceFromOrder(orderOf(order), invoiceOptions({ taxTable, ...options }));
}

describe("the head of an invoice", () => {
  const order: OrderFixture = {
    lines: [{ price: "10.00" }],
    totals: "10.00",
    customer: { firstName: "Ann", lastName: "Lee", company: "Lee Dental", language: "en" },
    more: {
      purchaseOrderNumber: "PO-77",
      custom: { costCentre: "4711" },
      billingAddress: { name: "Dr. Bo van Dijk", company: "Van Dijk BV", city: "Delft" },
    },
  };

  test("is a valid canonical invoice with number, reference, order number and customer", () => {
    const made = invoice(order, { dueDays: 30, terms: "Net 30" });
    expect(parseMessage("invoice", made)).toEqual(made);
    expect(made).toMatchObject({
      number: "K-1042",
      reference: "LL-7Q2MZK4R9XW3",
      orderNumber: "1042",
      purchaseOrderNumber: "PO-77",
      customerId: "567521",
      dueDays: 30,
      terms: "Net 30",
      language: "en",
      currency: "USD",
      status: "draft",
      total: { amount: "10.00", currency: "USD" },
      custom: { costCentre: "4711" },
    });
  });

  test("bears the name and address of the order, not those of the customer's record", () => {
    expect(invoice(order)).toMatchObject({
      firstName: "Dr. Bo van",
      lastName: "Dijk",
      company: "Van Dijk BV",
      billingAddress: { city: "Delft" },
    });
  });

  test("falls back to the customer where the address names nobody", () => {
    const made = invoice({ ...order, more: { billingAddress: { city: "Boston" } } });
    expect(made).toMatchObject({ firstName: "Ann", lastName: "Lee", company: "Lee Dental" });
    expect(made.language).toBe("en");
  });
});

describe("the notes of an invoice", () => {
  const order: OrderFixture = {
    lines: [{ price: "10.00" }],
    totals: "10.00",
    more: {
      note: "  Leave at the door ",
      custom: { poNumber: "PO-77", gift: true, nested: { a: 1 }, empty: null },
    },
  };

  test("name the order alone unless more is asked for", () => {
    expect(invoice(order).notes).toBe("Order 1042");
  });

  test("list the custom fields that were asked for and the customer's own words", () => {
    const notes = {
      customerNote: true,
      customFields: ["poNumber", "gift", "nested", "empty", "missing", "constructor"],
    };
    expect(invoice(order, { notes }).notes).toBe(
      'Order 1042\npoNumber: PO-77\ngift: true\nnested: {"a":1}\nLeave at the door',
    );
  });

  test("say that the buyer accounts for the tax, with the buyer's number", () => {
    const made = invoice({
      lines: [{ price: "10.00", treatment: "reverse-charge" }],
      totals: "10.00",
      customer: { taxId: "CZ12345678" },
    });
    expect(made.notes).toBe("Order 1042\nReverse charge: CZ12345678");
  });
});

describe("bundles and options (P27)", () => {
  const line = (id: string, more: object) => ({ id, price: "0.00", ...more });

  test("free parts of a bundle stand in its description, options are lines of their own", () => {
    const { lines } = invoice({
      lines: [
        line("b", { kind: "bundle", name: "Starter set", sku: "SET", price: "80.00" }),
        line("p1", { kind: "bundle-part", parentId: "b", name: "Grinder" }),
        line("p2", { kind: "bundle-part", parentId: "b", name: "Filter", quantity: "2" }),
        line("o", { kind: "option", parentId: "b", name: "Engraving", price: "5.00" }),
      ],
      totals: "85.00",
    });
    expect(lines.map(({ name, description }) => [name, description])).toEqual([
      ["Starter set", "SKU SET; Contains 1 x Grinder, 2 x Filter"],
      ["Engraving", null],
    ]);
  });

  test("a part that costs something, or whose bundle is missing, stays a line", () => {
    const { lines } = invoice({
      lines: [
        line("b", { kind: "bundle", name: "Set", price: "80.00" }),
        line("p1", { kind: "bundle-part", parentId: "b", name: "Extra", price: "5.00" }),
        line("p2", { kind: "bundle-part", parentId: "gone", name: "Orphan" }),
      ],
      totals: "85.00",
    });
    expect(lines.map(({ name }) => name)).toEqual(["Set", "Extra", "Orphan"]);
  });

  test("a free product is kept as a line of 0.00", () => {
    const { lines } = invoice({
      lines: [{ price: "10.00" }, { name: "Sample", quantity: "2", price: "0.00" }],
      totals: "10.00",
    });
    expect(shorthand(lines)).toEqual(["10.00", "2 x 0.00"]);
  });
});

describe("the address that decides the taxes", () => {
  const byState = taxTableOf({
    "Sales|US|MA": [["MA tax", "6.25"]],
    "Sales|US|IL": [["IL tax", "8.25"]],
  });
  const order = (taxAddress: string, total: string): OrderFixture => ({
    lines: [{ price: "100.00", code: "Sales" }],
    totals: total,
    more: { taxAddress, shippingAddress: { countryCode: "US", stateCode: "IL" } },
  });

  test("is the one the shop used: billing in Massachusetts or shipping to Illinois", () => {
    const rateOf = (fixture: OrderFixture) =>
      shorthand(invoice(fixture, { taxTable: byState }).lines);
    expect(rateOf(order("billing", "106.25"))).toEqual(["100.00@6.25"]);
    expect(rateOf(order("shipping", "108.25"))).toEqual(["100.00@8.25"]);
  });

  test("is the other one where an order has only one address", () => {
    const onlyBilling = order("shipping", "106.25");
    const fixture = { ...onlyBilling, more: { taxAddress: "shipping" } };
    expect(shorthand(invoice(fixture, { taxTable: byState }).lines)).toEqual(["100.00@6.25"]);
  });
});

describe("discounts", () => {
  test("of the line itself are already in its total and stand in the description", () => {
    const { lines } = invoice({
      lines: [{ quantity: "3", price: "9.99", discount: "2.97", total: "27.00" }],
      totals: "27.00",
    });
    expect(shorthand(lines)).toEqual(["3 x 9.00"]);
    expect(lines[0]?.description).toBe("3 x 9.99, discount 2.97");
  });

  test("as lines need books that take negative lines; else the lines are lowered", () => {
    const order: OrderFixture = {
      lines: [{ price: "10.00" }],
      discounts: [{ amount: "1.00" }],
      totals: "9.00",
    };
    expect(shorthand(invoice(order, { discountStyle: "lines" }).lines)).toEqual(["10.00", "-1.00"]);
    const lowered = invoice(order, { discountStyle: "lines", acceptNegativeLines: false });
    expect(shorthand(lowered.lines)).toEqual(["9.00"]);
  });

  test("as lines bear the names of all discounts", () => {
    const { lines } = invoice(
      {
        lines: [{ price: "10.00" }],
        discounts: [
          { name: "Autumn", amount: "1.00" },
          { name: "Loyalty", amount: "0.50" },
        ],
        totals: "8.50",
      },
      { discountStyle: "lines" },
    );
    expect(lines[1]).toMatchObject({ kind: "discount", name: "Autumn, Loyalty" });
  });

  test("never raise a line that is below zero", () => {
    const { lines } = invoice({
      lines: [{ price: "30.00" }, { name: "Deposit returned", price: "-5.00" }],
      discounts: [{ amount: "3.00" }],
      totals: "22.00",
    });
    expect(shorthand(lines)).toEqual(["27.00", "-5.00"]);
  });
});

describe("what cannot be invoiced", () => {
  test("a line below zero in books that take none", () => {
    const order: OrderFixture = {
      lines: [{ price: "30.00" }, { name: "Deposit returned", price: "-5.00" }],
      totals: "25.00",
    };
    expect(() => invoice(order, { acceptNegativeLines: false })).toThrowError(
      expect.objectContaining({
        code: "NOT_SUPPORTED",
        message: expect.stringContaining('"Deposit returned"'),
      }),
    );
  });

  test("an order that mixes currencies (P32)", () => {
    const order = orderOf({ lines: [{ price: "10.00" }], totals: "10.00" });
    const mixed = {
      ...order,
      lines: order.lines.map((line) => ({ ...line, total: { amount: "9.20", currency: "EUR" } })),
    };
    expect(() => invoiceFromOrder(mixed, invoiceOptions())).toThrowError(
      "Order 1042 is in USD, but its lines.0.total is in EUR.",
    );
  });

  test("a difference beyond the cap, however many lines there are", () => {
    const lines = Array.from({ length: 20 }, () => ({ price: "4.45", code: "Sales" }));
    // Per line the books make 20 x 0.37 = 7.40 of tax, the shop 7.34: six cents.
    expect(() => invoice({ lines, totals: "96.34" })).toThrowError(
      expect.objectContaining({ code: "TOTALS_DO_NOT_RECONCILE" }),
    );
    const wider = invoice({ lines, totals: "96.34" }, { roundingCapMinorUnits: 6 });
    expect(adjustmentOf(wider.lines)).toBe("-0.06");
  });

  test("an untaxed order that is two cents off: rounding explains one at most", () => {
    expect(() => invoice({ lines: [{ price: "10.00" }], totals: "10.02" })).toThrowError(
      expect.objectContaining({ code: "TOTALS_DO_NOT_RECONCILE" }),
    );
  });
});

describe("an order that cost nothing (P28)", () => {
  test("can be invoiced with list price and full discount", () => {
    const free = orderOf({
      lines: [{ price: "10.00" }],
      discounts: [{ amount: "10.00" }],
      totals: "0.00",
    });
    const made = invoiceFromOrder(free, invoiceOptions({ discountStyle: "lines" }));
    expect(shorthand(made.lines)).toEqual(["10.00", "-10.00"]);
  });
});

describe("books without negative lines", () => {
  test("G2 without them: one line is lowered by a cent and keeps its quantity in words", () => {
    const { lines } = invoice(
      {
        lines: [
          { quantity: "2", price: "4.45", total: "8.90", code: "Sales" },
          { price: "4.45", code: "Sales" },
        ],
        // 8.90 bears 0.73, 4.45 bears 0.37: the books make 14.45, the shop 14.44.
        totals: "14.44",
      },
      { acceptNegativeLines: false },
    );
    expect(shorthand(lines)).toEqual(["8.89@8.25", "4.45@8.25"]);
    expect(lines[0]?.description).toBe("2 x 4.45; lowered by 0.01");
  });
});
