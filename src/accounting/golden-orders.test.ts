// The golden scenarios of the books: orders with figures worked by hand, and what their invoices and
// payments must be. Ids G1..G30 are those of the reference table of commerce pitfalls.

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
import { assertOrderIntegrity, checkOrderIntegrity } from "./order-integrity.ts";
import { paymentsFromOrder } from "./payments-from-order.ts";
import { predictTotal } from "./predict-total.ts";

const taxTable = taxTableOf({
  Food: [["VAT 10", "10"]],
  Standard: [["VAT 20", "20"]],
  German: [["USt 19", "19"]],
  Reduced: [["VAT 5", "5"]],
  Sales: [["Sales tax 8.25", "8.25"]],
  GST15: [["GST", "15"]],
  Consumption: [["JCT", "10"]],
  Quebec: [
    ["GST", "5"],
    ["QST", "9.975"],
  ],
  Stack: {
    taxes: [{ name: "Sales tax 7.75 %", rate: "7.75" }],
    breakdown: "State 6 %, County 0.25 %, City 1 %, Transit 0.5 %",
  },
});

function invoice(order: OrderFixture, options: Partial<InvoiceOptions> = {}) {
  return invoiceFromOrder(orderOf(order), invoiceOptions({ taxTable, ...options }));
}

/** Lines without the adjustment, and the adjustment by rounding per line and per rate. */
function outcome(order: OrderFixture, options: Partial<InvoiceOptions> = {}) {
  const perLine = invoice(order, { ...options, taxRounding: "line" });
  const perRate = invoice(order, { ...options, taxRounding: "rate" });
  const lines = perLine.lines.filter((line) => line.kind !== "rounding");
  return {
    lines: shorthand(lines),
    total: perLine.total.amount,
    adjustments: [adjustmentOf(perLine.lines) ?? "0", adjustmentOf(perRate.lines) ?? "0"],
  };
}

const kenticoOrder: OrderFixture = {
  lines: [
    {
      name: "Ethiopia 250 g",
      sku: "ETH-1",
      quantity: "2",
      price: "12.95",
      total: "25.90",
      code: "Food",
    },
    { name: "Grinder", sku: "GRN-1", price: "189.00", code: "Standard" },
  ],
  charges: [{ name: "Standard shipping", amount: "9.99", code: "Standard" }],
  discounts: [{ name: "Autumn 10 %", amount: "21.49" }],
  giftCards: [{ code: "GIFT-7Q2", amount: "50.00" }],
  taxes: [
    { name: "Food", amount: "2.33" },
    { name: "Standard", amount: "36.02" },
  ],
  payments: [
    {
      id: "ch_3PX",
      status: "captured",
      amount: { amount: "191.75", currency: "USD" },
      method: "card",
      transactionId: "ch_3PX",
      paidAt: "2024-11-02T22:41:30Z",
    },
  ],
  totals: {
    subtotal: "214.90",
    discount: "21.49",
    charges: "9.99",
    tax: "38.35",
    total: "241.75",
    due: "191.75",
  },
};

describe("golden orders", () => {
  test("G1: a Kentico order with 10 % off and a gift card is invoiced over its total, not over what was left to pay", () => {
    expect(outcome(kenticoOrder)).toEqual({
      lines: ["23.31@10", "170.10@20", "9.99@20"],
      total: "241.75",
      adjustments: ["0", "0"],
    });
    expect(predictTotal(invoice(kenticoOrder).lines, "USD", "line").tax).toBe("38.35");
  });

  test("G1: the discounted lines keep the list price and the discount in their description", () => {
    const [beans, grinder, shipping] = invoice(kenticoOrder).lines;
    expect(beans?.description).toBe("SKU ETH-1; 2 x 12.95, discount 2.59");
    expect(grinder?.description).toBe("SKU GRN-1; 1 x 189.00, discount 18.90");
    expect(shipping?.description).toBeNull();
  });

  test("G1: the card pays 191.75 and the gift card 50.00", () => {
    const payments = paymentsFromOrder(orderOf(kenticoOrder), { invoiceId: "454063" });
    expect(payments).toMatchObject([
      { id: "ch_3PX", amount: { amount: "191.75" }, method: "card", transactionId: "ch_3PX" },
      { amount: { amount: "50.00" }, method: "gift-card", note: "Gift card GIFT-7Q2" },
    ]);
  });

  test("G1: the order's own figures add up", () => {
    expect(checkOrderIntegrity(orderOf(kenticoOrder))).toEqual({
      ok: true,
      differences: [],
      notes: [],
    });
  });

  test("G1b: the same order with discount lines has one negative line per tax rate", () => {
    expect(outcome(kenticoOrder, { discountStyle: "lines" })).toEqual({
      lines: ["2 x 12.95@10", "189.00@20", "-2.59@10", "-18.90@20", "9.99@20"],
      total: "241.75",
      adjustments: ["0", "0"],
    });
  });

  test("G2: three lines of 4.45 at 8.25 % need -0.01 where tax is rounded per line", () => {
    const line = { price: "4.45", code: "Sales", rate: "8.25" };
    expect(outcome({ lines: [line, line, line], totals: "14.45" })).toEqual({
      lines: ["4.45@8.25", "4.45@8.25", "4.45@8.25"],
      total: "14.45",
      adjustments: ["-0.01", "0"],
    });
  });

  test("G3: 3 x 9.99 with 20 % included becomes one line of 24.97 that names the 3 x 9.99", () => {
    const order: OrderFixture = {
      pricesIncludeTax: true,
      lines: [{ quantity: "3", price: "9.99", total: "29.97", code: "Standard" }],
      totals: "29.97",
    };
    expect(outcome(order)).toEqual({
      lines: ["24.97@20"],
      total: "29.97",
      adjustments: ["0.01", "0.01"],
    });
    expect(invoice(order).lines[0]?.description).toBe("3 x 9.99");
  });

  const unreachable: OrderFixture = {
    pricesIncludeTax: true,
    lines: [{ price: "15.00", code: "German" }],
    totals: "15.00",
  };

  test("G4: 15.00 with 19 % included cannot be reached by any net and needs -0.01", () => {
    expect(outcome(unreachable)).toEqual({
      lines: ["12.61@19"],
      total: "15.00",
      adjustments: ["-0.01", "-0.01"],
    });
  });

  test("G4: books without negative lines get 12.60 and +0.01 instead", () => {
    expect(outcome(unreachable, { acceptNegativeLines: false })).toEqual({
      lines: ["12.60@19"],
      total: "15.00",
      adjustments: ["0.01", "0.01"],
    });
  });

  const mixedVat: OrderFixture = {
    pricesIncludeTax: true,
    lines: [
      { price: "59.99", code: "Standard" },
      { price: "12.50", code: "Reduced" },
      { price: "7.49", treatment: "zero-rated", code: "Zero" },
    ],
    charges: [{ amount: "4.95", code: "Standard" }],
    discounts: [{ amount: "8.00" }],
    totals: "76.93",
  };

  test("G5: a discount over lines of three VAT rates takes its tax from the lines it reduces", () => {
    expect(outcome(mixedVat)).toEqual({
      lines: ["44.99@20", "10.71@5", "6.74", "4.12@20"],
      total: "76.93",
      adjustments: ["0.01", "0.01"],
    });
  });

  test("G6: 10.00 off three lines of 10.00 leaves 20.00, not 20.01", () => {
    const line = { price: "10.00" };
    expect(
      outcome({ lines: [line, line, line], discounts: [{ amount: "10.00" }], totals: "20.00" }),
    ).toEqual({ lines: ["6.66", "6.67", "6.67"], total: "20.00", adjustments: ["0", "0"] });
  });

  test("G7: Quebec's two taxes stand side by side and are not compounded", () => {
    expect(
      outcome({ lines: [{ price: "100.00", code: "Quebec", rate: "14.975" }], totals: "114.98" }),
    ).toEqual({ lines: ["100.00@5+9.975"], total: "114.98", adjustments: ["0", "0"] });
  });

  test("G8: four US taxes become one named tax that keeps its breakdown", () => {
    const order: OrderFixture = {
      lines: [
        { price: "84.30", code: "Stack" },
        { price: "41.10", code: "Stack" },
      ],
      totals: "135.12",
    };
    expect(outcome(order)).toEqual({
      lines: ["84.30@7.75", "41.10@7.75"],
      total: "135.12",
      adjustments: ["0", "0"],
    });
    expect(invoice(order).lines[0]?.taxBreakdown).toBe(
      "State 6 %, County 0.25 %, City 1 %, Transit 0.5 %",
    );
  });

  test("G9: the three lines of Xero's article need +0.01 where tax is rounded per line", () => {
    const lines = ["25.06", "25.61", "25.63"].map((price) => ({ price, code: "GST15" }));
    expect(outcome({ lines, totals: "87.75" })).toEqual({
      lines: ["25.06@15", "25.61@15", "25.63@15"],
      total: "87.75",
      adjustments: ["0.01", "0"],
    });
  });

  const storeTotals: OrderFixture = {
    lines: [{ price: "200.00", code: "Sales" }],
    charges: [
      { kind: "shipping", amount: "12.00" },
      { kind: "handling", name: "Handling", amount: "3.00" },
      { kind: "fee", name: "Fee", amount: "1.50" },
    ],
    discounts: [{ amount: "20.00" }],
    totals: "211.35",
  };

  test("G10: shipping, handling and fee are lines of their own and the discount is taken off once", () => {
    expect(outcome(storeTotals, { discountStyle: "lines" })).toEqual({
      lines: ["200.00@8.25", "-20.00@8.25", "12.00", "3.00", "1.50"],
      total: "211.35",
      adjustments: ["0", "0"],
    });
    expect(outcome(storeTotals).lines).toEqual(["180.00@8.25", "12.00", "3.00", "1.50"]);
  });

  const paidByGiftCard: OrderFixture = {
    lines: [{ price: "60.00", code: "Sales" }],
    giftCards: [{ code: "GIFT-9", amount: "64.95" }],
    totals: { total: "64.95", due: "0.00" },
  };

  test("G11: an order that a gift card paid in full is invoiced and has one payment", () => {
    expect(outcome(paidByGiftCard)).toEqual({
      lines: ["60.00@8.25"],
      total: "64.95",
      adjustments: ["0", "0"],
    });
    const payments = paymentsFromOrder(orderOf(paidByGiftCard), { invoiceId: "1" });
    expect(payments.map(({ amount, method }) => [amount.amount, method])).toEqual([
      ["64.95", "gift-card"],
    ]);
  });

  test("G14: an order in EUR has lines and total in EUR; its value in USD is information only", () => {
    const made = invoice({
      currency: "EUR",
      lines: [{ price: "85.00" }],
      totals: "85.00",
      more: { baseTotal: { amount: "92.48", currency: "USD" } },
    });
    expect(made.total).toEqual({ amount: "85.00", currency: "EUR" });
    expect(made.lines.map((line) => line.unitPrice)).toEqual([
      { amount: "85.00", currency: "EUR" },
    ]);
  });

  test("G15: 1080 yen with 10 % included have no decimals anywhere", () => {
    const order: OrderFixture = {
      currency: "JPY",
      pricesIncludeTax: true,
      lines: [{ price: "1080", code: "Consumption" }],
      totals: "1080",
    };
    expect(outcome(order)).toEqual({ lines: ["982@10"], total: "1080", adjustments: ["0", "0"] });
    expect(predictTotal(invoice(order).lines, "JPY", "line")).toEqual({
      net: "982",
      tax: "98",
      total: "1080",
    });
  });

  test("G16: an order of 31 October late in the evening is dated 31 October, the shop's day", () => {
    const made = invoice({
      lines: [{ price: "1.00" }],
      totals: "1.00",
      more: { placedAt: "2024-10-31T23:41:07-05:00", timeZone: "America/Chicago" },
    });
    expect(made.date).toBe("2024-10-31");
  });

  test("G20: 1000 x 0.061171 is one line of 61.17 that names the quantity", () => {
    const order: OrderFixture = {
      lines: [{ quantity: "1000", price: "0.061171", total: "61.17" }],
      totals: "61.17",
    };
    expect(outcome(order)).toEqual({ lines: ["61.17"], total: "61.17", adjustments: ["0", "0"] });
    expect(invoice(order).lines[0]?.description).toBe("1000 x 0.061171");
  });

  const oneOff: OrderFixture = {
    ...kenticoOrder,
    totals: {
      subtotal: "214.90",
      discount: "21.49",
      charges: "9.99",
      tax: "38.35",
      total: "240.75",
      due: "190.75",
    },
  };

  test("G26: an order whose total is 1.00 off is refused with both breakdowns", () => {
    expect(() => invoice(oneOff)).toThrowError(
      expect.objectContaining({
        code: "TOTALS_DO_NOT_RECONCILE",
        message: expect.stringMatching(/240\.75 USD.*241\.75/),
        details: expect.objectContaining({
          order: expect.objectContaining({ total: { amount: "240.75", currency: "USD" } }),
          invoice: expect.objectContaining({ net: "203.40", tax: "38.35", total: "241.75" }),
        }),
      }),
    );
  });

  test("G26: the integrity check names the total with both values", () => {
    expect(checkOrderIntegrity(orderOf(oneOff)).differences).toEqual([
      { figure: "total", stated: "240.75", calculated: "241.75", difference: "-1.00" },
    ]);
    expect(() => assertOrderIntegrity(orderOf(oneOff))).toThrowError(
      /total is 240\.75, should be 241\.75/,
    );
  });

  test("G27: a tax class nobody mapped stops the order instead of becoming 0 %", () => {
    const order: OrderFixture = { lines: [{ price: "10.00", code: "Luxury" }], totals: "10.00" };
    expect(() => invoice(order)).toThrowError(
      expect.objectContaining({
        code: "TAX_UNMAPPED",
        message: 'The shop\'s tax "Luxury" (US, MA) has no counterpart in the books.',
      }),
    );
  });

  test("G30: an exempt company pays no tax and its number stands on the invoice", () => {
    const line = { price: "4.45", treatment: "exempt", code: "Sales" };
    const order: OrderFixture = {
      lines: [line, line, line],
      totals: "13.35",
      customer: { company: "Lee Dental", taxId: "CZ12345678" },
    };
    expect(outcome(order)).toEqual({
      lines: ["4.45", "4.45", "4.45"],
      total: "13.35",
      adjustments: ["0", "0"],
    });
    const made = invoice(order);
    expect(made.taxId).toBe("CZ12345678");
    expect(made.notes).toContain("Exempt: CZ12345678");
    expect(made.lines.map((each) => each.taxTreatment)).toEqual(["exempt", "exempt", "exempt"]);
  });
});
