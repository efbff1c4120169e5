// The oracle's own sums against the worked examples of commerce-pitfalls.md.

import { describe, expect, it } from "vitest";
import { allocate } from "./allocate.ts";
import { exact } from "./exact.ts";
import { type BooksLine, sumInvoice } from "./invoice-arithmetic.ts";
import { type OrderPart, priceOrder } from "./order-arithmetic.ts";

function line(net: string, first = "0", second = "0", rest: Partial<BooksLine> = {}): BooksLine {
  return {
    name: "Goods",
    qty: "1",
    unit_cost: { amount: net, code: "USD" },
    taxName1: first === "0" ? null : "Tax",
    taxAmount1: first,
    taxName2: second === "0" ? null : "Second tax",
    taxAmount2: second,
    ...rest,
  };
}

function part(amount: bigint, percent: string, taxClass = `class ${percent}`): OrderPart {
  return { amount, taxClass, percent: exact(percent) };
}

describe("an amount spread over lines loses no cent", () => {
  it.each([
    [1000n, [1n, 1n, 1n], [334n, 333n, 333n]],
    [1000n, [1999n, 500n, 501n], [666n, 167n, 167n]],
    [200n, [1n, 1n, 1n, 1n, 1n, 1n, 1n], [29n, 29n, 29n, 29n, 28n, 28n, 28n]],
    [800n, [5999n, 1250n, 749n], [600n, 125n, 75n]],
    [-1000n, [1n, 1n, 1n], [-334n, -333n, -333n]],
    [10n, [0n, 0n], [5n, 5n]],
  ])("%s over %s", (amount, weights, parts) => {
    expect(allocate(amount, weights)).toEqual(parts);
  });
});

describe("an invoice's total", () => {
  const quebec = [line("100.00", "5", "9.975")];
  it.each([
    ["G1", [line("23.31", "10"), line("170.10", "20"), line("9.99", "20")], 24175n, 24175n],
    ["G2", [line("4.45", "8.25"), line("4.45", "8.25"), line("4.45", "8.25")], 1446n, 1445n],
    ["G3", [line("24.97", "20")], 2996n, 2996n],
    ["G4", [line("12.61", "19")], 1501n, 1501n],
    [
      "G5",
      [line("44.99", "20"), line("10.71", "5"), line("6.74"), line("4.12", "20")],
      7692n,
      7692n,
    ],
    ["G7", quebec, 11498n, 11498n],
    ["G8", [line("84.30", "7.75"), line("41.10", "7.75")], 13512n, 13512n],
    ["G9", [line("25.06", "15"), line("25.61", "15"), line("25.63", "15")], 8774n, 8775n],
    ["G11", [line("60.00", "8.25")], 6495n, 6495n],
  ] as const)("of %s is known per line and per rate", (_name, lines, perLine, perRate) => {
    expect(sumInvoice(lines, "USD", "line").total).toBe(perLine);
    expect(sumInvoice(lines, "USD", "rate").total).toBe(perRate);
  });

  it("knows currencies without and with three decimals (G15, P12)", () => {
    expect(sumInvoice([line("982", "10")], "JPY")).toEqual({
      net: 982n,
      tax: 98n,
      total: 1080n,
    });
    expect(sumInvoice([line("12.345", "5")], "KWD").tax).toBe(617n);
  });

  it("rounds a fine unit price once, times its quantity (P10)", () => {
    expect(sumInvoice([line("0.061171", "0", "0", { qty: "1000" })], "USD").net).toBe(6117n);
  });

  it("compounds the second tax only when told (P7)", () => {
    const [plain] = quebec;
    expect(sumInvoice([line("100.00", "5", "9.975", { compounded_tax: true })], "USD").tax).toBe(
      500n + 1047n,
    );
    expect(sumInvoice(plain ? [plain] : [], "USD").tax).toBe(500n + 998n);
  });
});

describe("an order's total", () => {
  it("without tax in its prices: the discount comes off before tax (G1)", () => {
    const goods = [part(2590n, "10"), part(18900n, "20")];
    const shipping = part(999n, "20");
    const order = { goods, shipping, discount: 2149n, pricesIncludeTax: false };
    expect(priceOrder(order)).toEqual({ nets: [2331n, 17010n, 999n], tax: 3835n, total: 24175n });
  });

  it("with tax in its prices: tax of each class is rounded, net is what is left (G5)", () => {
    const goods = [part(5999n, "20"), part(1250n, "5"), part(749n, "0")];
    const shipping = part(495n, "20");
    const order = { goods, shipping, discount: 800n, pricesIncludeTax: true };
    expect(priceOrder(order)).toEqual({
      nets: [4499n, 1071n, 674n, 412n],
      tax: 1037n,
      total: 7693n,
    });
  });

  it("rounds the tax of a class once over its lines (G2), also in yen (G15)", () => {
    const threes = [part(445n, "8.25"), part(445n, "8.25"), part(445n, "8.25")];
    const plain = { shipping: null, discount: 0n, pricesIncludeTax: false };
    expect(priceOrder({ ...plain, goods: threes }).total).toBe(1445n);
    const yen = { ...plain, goods: [part(1080n, "10")], pricesIncludeTax: true };
    expect(priceOrder(yen)).toEqual({ nets: [982n], tax: 98n, total: 1080n });
  });
});
