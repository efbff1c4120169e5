import { describe, expect, test } from "vitest";
import { type OrderFixture, orderOf } from "./order-builder.fixture.ts";
import { assertOrderIntegrity, checkOrderIntegrity } from "./order-integrity.ts";

const sound: OrderFixture = {
  lines: [{ price: "60.00" }, { price: "40.00" }],
  charges: [{ amount: "12.00" }],
  discounts: [{ amount: "10.00" }],
  giftCards: [{ code: "G", amount: "30.00" }],
  taxes: [{ name: "Sales", amount: "8.42" }],
  totals: {
    subtotal: "100.00",
    discount: "10.00",
    charges: "12.00",
    tax: "8.42",
    total: "110.42",
    due: "80.42",
  },
};

function withTotals(totals: Record<string, string>, more: Partial<OrderFixture> = {}) {
  return orderOf({ ...sound, ...more, totals: { ...(sound.totals as object), ...totals } });
}

function figures(order: ReturnType<typeof orderOf>) {
  return checkOrderIntegrity(order).differences.map(({ figure }) => figure);
}

describe("the figures of an order", () => {
  test("that add up pass", () => {
    expect(checkOrderIntegrity(orderOf(sound))).toEqual({ ok: true, differences: [], notes: [] });
    expect(() => assertOrderIntegrity(orderOf(sound))).not.toThrow();
  });

  test.each([
    ["subtotal", { subtotal: "101.00", total: "111.42", due: "81.42" }],
    ["discount", { discount: "11.00", total: "109.42", due: "79.42" }],
    ["charges", { charges: "13.00", total: "111.42", due: "81.42" }],
    ["tax", { tax: "9.42", total: "111.42", due: "81.42" }],
    ["total", { total: "111.42", due: "81.42" }],
    ["due", { due: "110.42" }],
  ])("with a wrong %s name it and nothing else", (figure, totals) => {
    expect(figures(withTotals(totals))).toEqual([figure]);
  });

  test("with a difference show both values and how far they are apart", () => {
    const { differences } = checkOrderIntegrity(withTotals({ total: "111.42", due: "81.42" }));
    expect(differences).toEqual([
      { figure: "total", stated: "111.42", calculated: "110.42", difference: "1.00" },
    ]);
  });

  test("contain the tax already when prices include it", () => {
    const inclusive = withTotals({ total: "102.00", due: "72.00" }, { pricesIncludeTax: true });
    expect(figures(inclusive)).toEqual([]);
    expect(figures(withTotals({}, { pricesIncludeTax: true }))).toEqual(["total"]);
  });

  test("need no tax sums where the shop keeps none", () => {
    expect(figures(withTotals({}, { taxes: [] }))).toEqual([]);
  });

  test("may be off by half a cent for each amount that was rounded", () => {
    // Four amounts make up the total: two cents.
    expect(figures(withTotals({ total: "110.44", due: "80.44" }))).toEqual([]);
    expect(figures(withTotals({ total: "110.45", due: "80.45" }))).toEqual(["total"]);
  });

  test("in several currencies are reported by where they stand", () => {
    const order = orderOf(sound);
    const inEuro = { amount: "10.00", currency: "EUR" };
    const mixed = {
      ...order,
      discounts: order.discounts.map((discount) => ({ ...discount, amount: inEuro })),
    };
    expect(checkOrderIntegrity(mixed).differences).toEqual([
      {
        figure: "currency of discounts.0.amount",
        stated: "EUR",
        calculated: "USD",
        difference: "",
      },
    ]);
  });
});

describe("the error for figures that do not add up", () => {
  test("names every figure with both values and holds both breakdowns", () => {
    const order = withTotals({ total: "111.42", due: "110.42" });
    expect(() => assertOrderIntegrity(order)).toThrowError(
      expect.objectContaining({
        code: "TOTALS_DO_NOT_RECONCILE",
        message:
          "The figures of order 1042 do not add up: total is 111.42, should be 110.42; " +
          "due is 110.42, should be 81.42.",
        details: expect.objectContaining({
          stated: expect.objectContaining({ subtotal: "100.00", total: "111.42" }),
          calculated: expect.objectContaining({ subtotal: "100.00", total: "110.42" }),
        }),
      }),
    );
  });
});

describe("notes", () => {
  test("tell of a line whose total is not quantity times price, without stopping the order", () => {
    const order = orderOf({
      lines: [{ name: "Grinder", quantity: "2", price: "10.00", discount: "1.00", total: "18.00" }],
      totals: { subtotal: "18.00", total: "18.00" },
    });
    expect(checkOrderIntegrity(order)).toEqual({
      ok: true,
      differences: [],
      notes: ['Line "Grinder": 2 x 10.00 less 1.00 is 19.00, the shop says 18.00.'],
    });
  });

  test("tell of line taxes that do not come to all tax", () => {
    const order = orderOf({
      lines: [{ price: "10.00", code: "Sales", tax: "2.00" }],
      totals: { subtotal: "10.00", tax: "1.00", total: "11.00" },
    });
    expect(checkOrderIntegrity(order).notes).toEqual([
      "The taxes of the lines come to 2.00, all tax of the order is 1.00.",
    ]);
  });
});
