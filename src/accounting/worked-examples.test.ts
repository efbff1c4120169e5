// The worked examples of commerce pitfalls P1 to P12, with the figures given there, as far as the
// golden orders do not hold them already.

import { describe, expect, test } from "vitest";
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
import { predictTotal } from "./predict-total.ts";

const taxTable = taxTableOf({
  Sales: [["Sales tax", "8.25"]],
  Standard: [["VAT 20", "20"]],
  Reduced: [["VAT 5", "5"]],
  GST15: [["GST", "15"]],
  Tenth: [["Tax 10", "10"]],
});

function invoice(order: OrderFixture, options: Partial<InvoiceOptions> = {}) {
  return invoiceFromOrder(orderOf(order), invoiceOptions({ taxTable, ...options }));
}

function taxBothWays(order: OrderFixture) {
  const currency = order.currency ?? "USD";
  const { lines } = invoice(order, { roundingCapMinorUnits: 100 });
  const taxed = lines.filter((line) => line.kind !== "rounding");
  return [predictTotal(taxed, currency, "line").tax, predictTotal(taxed, currency, "rate").tax];
}

describe("P1: tax rounded per line or on the sum", () => {
  test("25.06, 25.61 and 25.63 at 15 % bear 11.44 per line and 11.45 on the sum", () => {
    const lines = ["25.06", "25.61", "25.63"].map((price) => ({ price, code: "GST15" }));
    expect(taxBothWays({ lines, totals: "87.75" })).toEqual(["11.44", "11.45"]);
  });

  test("three lines of 4.45 at 8.25 % bear 1.11 per line and 1.10 on the sum", () => {
    const line = { price: "4.45", code: "Sales" };
    expect(taxBothWays({ lines: [line, line, line], totals: "14.45" })).toEqual(["1.11", "1.10"]);
  });

  test("two taxes of 0.913 are 1.82 per line and 1.83 on the sum", () => {
    const line = { price: "9.13", code: "Tenth" };
    expect(taxBothWays({ lines: [line, line], totals: "20.09" })).toEqual(["1.82", "1.83"]);
  });
});

describe("P2: prices that include tax", () => {
  const vatGuide: OrderFixture = {
    pricesIncludeTax: true,
    lines: [{ price: "259.99", code: "Standard" }],
    discounts: [{ amount: "12.99" }],
    totals: "247.00",
  };

  test("259.99 less 12.99 with 20 % included is 205.83 net", () => {
    expect(shorthand(invoice(vatGuide).lines)).toEqual(["205.83@20"]);
  });

  test("as discount lines it is 216.66 less 10.83, and rounding both taxes takes 0.01", () => {
    // 43.33 - 2.17 = 41.16, where the tax of 205.83 is 41.17.
    expect(shorthand(invoice(vatGuide, { discountStyle: "lines" }).lines)).toEqual([
      "216.66@20",
      "-10.83@20",
      "0.01",
    ]);
  });

  test("the shop's own tax of the line is followed where it rounds 4.995 to 4.99", () => {
    const { lines } = invoice({
      pricesIncludeTax: true,
      lines: [{ quantity: "3", price: "9.99", total: "29.97", code: "Standard", tax: "4.99" }],
      totals: "29.97",
    });
    expect(shorthand(lines)).toEqual(["24.98@20", "-0.01"]);
  });

  test("a tax the shop kept from before the order discount is not followed", () => {
    const order: OrderFixture = {
      ...vatGuide,
      lines: [{ price: "259.99", code: "Standard", tax: "43.33" }],
    };
    expect(shorthand(invoice(order).lines)).toEqual(["205.83@20"]);
  });
});

test("P3: the tax of the mixed order is 10.37 by class, and the books' 10.36 is made up for by 0.01", () => {
  const { lines } = invoice({
    pricesIncludeTax: true,
    lines: [
      { price: "59.99", code: "Standard" },
      { price: "12.50", code: "Reduced" },
      { price: "7.49" },
    ],
    charges: [{ amount: "4.95", code: "Standard" }],
    discounts: [{ amount: "8.00" }],
    totals: "76.93",
  });
  expect(predictTotal(lines, "USD", "line")).toEqual({
    net: "66.57",
    tax: "10.36",
    total: "76.93",
  });
  expect(adjustmentOf(lines)).toBe("0.01");
});

describe("P4: allocation does not lose a cent", () => {
  test("2.00 over seven equal lines takes 0.29 four times and 0.28 three times", () => {
    const lines = Array.from({ length: 7 }, () => ({ price: "1.00" }));
    const made = invoice({ lines, discounts: [{ amount: "2.00" }], totals: "5.00" });
    expect(shorthand(made.lines)).toEqual(["0.71", "0.71", "0.71", "0.71", "0.72", "0.72", "0.72"]);
  });
});

describe("P5: a discount before or after tax", () => {
  const order = (appliesTo: string, total: string): OrderFixture => ({
    lines: [{ price: "100.00", code: "Sales" }],
    discounts: [{ name: "Coupon", amount: "10.00", appliesTo }],
    totals: total,
  });

  test("before tax, 100.00 less 10.00 at 8.25 % costs 97.43", () => {
    expect(shorthand(invoice(order("before-tax", "97.43")).lines)).toEqual(["90.00@8.25"]);
  });

  test("after tax it costs 98.25 and is an untaxed negative line", () => {
    const { lines } = invoice(order("after-tax", "98.25"));
    expect(shorthand(lines)).toEqual(["100.00@8.25", "-10.00"]);
    expect(lines[1]).toMatchObject({
      kind: "discount",
      name: "Coupon",
      taxTreatment: "outside-scope",
    });
  });

  test("after tax, books without negative lines get a lowered line that says so", () => {
    const { lines } = invoice(order("after-tax", "98.25"), { acceptNegativeLines: false });
    expect(shorthand(lines)).toEqual(["90.76@8.25"]);
    expect(lines[0]?.description).toBe("lowered by 9.24");
  });

  test("an untaxed line is lowered rather than a larger taxed one", () => {
    const { lines } = invoice(
      {
        lines: [{ price: "100.00", code: "Sales" }, { price: "30.00" }],
        discounts: [{ amount: "10.00", appliesTo: "after-tax" }],
        totals: "128.25",
      },
      { acceptNegativeLines: false },
    );
    expect(shorthand(lines)).toEqual(["100.00@8.25", "20.00"]);
  });

  test("what one line cannot bear is taken off the next", () => {
    const { lines } = invoice(
      {
        lines: [{ price: "6.00" }, { price: "5.00" }],
        discounts: [{ amount: "10.00", appliesTo: "after-tax" }],
        totals: "1.00",
      },
      { acceptNegativeLines: false },
    );
    expect(shorthand(lines)).toEqual(["0.00", "1.00"]);
  });
});

describe("P8: no tax is not one thing", () => {
  test.each(["exempt", "zero-rated", "reverse-charge", "outside-scope"])(
    "%s lines bear no tax and keep the reason",
    (treatment) => {
      const { lines } = invoice({
        lines: [{ quantity: "3", price: "4.45", total: "13.35", treatment, code: "Sales" }],
        totals: "13.35",
      });
      expect(shorthand(lines)).toEqual(["3 x 4.45"]);
      expect(lines[0]?.taxTreatment).toBe(treatment);
    },
  );
});

describe("P9: charges", () => {
  test("each charge is a line with its own tax, and free shipping is none", () => {
    const { lines } = invoice({
      lines: [{ price: "50.00", code: "Sales" }],
      charges: [
        { kind: "shipping", name: "Shipping", amount: "0.00", code: "Sales" },
        { kind: "handling", name: "Handling", amount: "3.00", code: "Sales" },
        { kind: "tip", name: "Tip", amount: "5.00" },
      ],
      totals: "62.38",
    });
    expect(shorthand(lines)).toEqual(["50.00@8.25", "3.00@8.25", "5.00"]);
    expect(lines.map((line) => line.kind)).toEqual(["goods", "charge", "charge"]);
  });

  test("a discount leaves the shipping alone", () => {
    const { lines } = invoice({
      lines: [{ price: "50.00" }],
      charges: [{ amount: "50.00" }],
      discounts: [{ amount: "10.00" }],
      totals: "90.00",
    });
    expect(shorthand(lines)).toEqual(["40.00", "50.00"]);
  });

  test("a discount on an order that is all shipping is on the shipping", () => {
    const { lines } = invoice({
      charges: [{ amount: "9.00" }],
      discounts: [{ amount: "9.00" }],
      totals: "0.00",
    });
    expect(shorthand(lines)).toEqual(["0.00"]);
  });
});

describe("P10: prices finer than a cent", () => {
  test("7 x 14.2857 is 100.00, not 100.03", () => {
    const { lines } = invoice({
      lines: [{ quantity: "7", price: "14.2857", total: "100.00" }],
      totals: "100.00",
    });
    expect(shorthand(lines)).toEqual(["100.00"]);
    expect(lines[0]?.description).toBe("7 x 14.2857");
  });

  test("half a kilogram at 10.00 stays half a kilogram at 10.00", () => {
    const { lines } = invoice({
      lines: [{ quantity: "0.500", price: "10.000000000", total: "5.00" }],
      totals: "5.00",
    });
    expect(lines[0]).toMatchObject({
      quantity: "0.5",
      unitPrice: { amount: "10.00", currency: "USD" },
      description: null,
    });
  });
});

describe("P12: currencies without cents and with mils", () => {
  test("1080 yen with 10 % included are 982 net, and tax 98 brings them back to 1080", () => {
    const { lines } = invoice({
      currency: "JPY",
      pricesIncludeTax: true,
      lines: [{ price: "1080", code: "Tenth" }],
      totals: "1080",
    });
    expect(predictTotal(lines, "JPY", "line")).toEqual({ net: "982", tax: "98", total: "1080" });
  });

  test("12.345 dinars at 5 % bear 0.617", () => {
    const { lines } = invoice({
      currency: "KWD",
      lines: [{ price: "12.345", code: "Reduced" }],
      totals: "12.962",
    });
    expect(predictTotal(lines, "KWD", "line")).toEqual({
      net: "12.345",
      tax: "0.617",
      total: "12.962",
    });
  });
});
