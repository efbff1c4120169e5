// The shop's arithmetic against figures worked by hand.
import { expect, test } from "vitest";
import { type PricingInput, type PricingLine, priceOrder } from "./pricing.ts";

interface Priced {
  price: string;
  className: string;
  percent: string;
  count?: number;
  off?: string;
}

function line({ price, className, percent, count = 1, off = "0" }: Priced): PricingLine {
  return { unitCount: count, unitPrice: price, itemDiscount: off, tax: { className, percent } };
}

const dollars = { pricesIncludeTax: false, roundTo: 2, midpoint: "AwayFromZero" } as const;

const workedExample: PricingInput = {
  ...dollars,
  lines: [
    line({ price: "12.95", count: 2, className: "Food", percent: "10" }),
    line({ price: "189.00", className: "Standard", percent: "20" }),
  ],
  orderDiscount: { percent: "10" },
  shipping: { price: "9.99", tax: { className: "Standard", percent: "20" } },
  giftCardAmount: "50",
};

test("quirks 22 and 24: discount, shipping and gift card give the worked example's figures", () => {
  expect(priceOrder(workedExample)).toEqual({
    lineTotals: ["25.90", "189.00"],
    orderDiscount: "21.49",
    totalShipping: "9.99",
    totalTax: "38.35",
    totalPrice: "241.75",
    otherPayments: "50.00",
    grandTotal: "191.75",
    taxSummary: [
      { name: "Food", value: "2.33" },
      { name: "Standard", value: "36.02" },
    ],
  });
});

test("quirk 22: three lines of one class are taxed together, so a cent is not rounded up three times", () => {
  const one = line({ price: "4.45", className: "Sales", percent: "8.25" });
  const totals = priceOrder({ ...dollars, lines: [one, one, one] });
  expect([totals.totalTax, totals.totalPrice]).toEqual(["1.10", "14.45"]);
});

test("prices that include 20 % tax keep their total, and 3 x 9.99 holds 5.00 tax", () => {
  const lines = [line({ price: "9.99", count: 3, className: "Standard", percent: "20" })];
  const totals = priceOrder({ ...dollars, lines, pricesIncludeTax: true });
  expect([totals.totalTax, totals.totalPrice]).toEqual(["5.00", "29.97"]);
});

test("three rates with a gross discount and gross shipping give 76.93 with 10.37 tax", () => {
  const totals = priceOrder({
    ...dollars,
    pricesIncludeTax: true,
    lines: [
      line({ price: "59.99", className: "Standard", percent: "20" }),
      line({ price: "12.50", className: "Reduced", percent: "5" }),
      line({ price: "7.49", className: "Zero", percent: "0" }),
    ],
    orderDiscount: { amount: "8.00" },
    shipping: { price: "4.95", tax: { className: "Standard", percent: "20" } },
  });
  expect([totals.totalTax, totals.totalPrice]).toEqual(["10.37", "76.93"]);
  expect(totals.taxSummary).toEqual([
    { name: "Standard", value: "9.83" },
    { name: "Reduced", value: "0.54" },
  ]);
});

test("1080 yen including 10 % hold 98 yen of tax", () => {
  const lines = [line({ price: "1080", className: "Standard", percent: "10" })];
  const totals = priceOrder({ ...dollars, lines, roundTo: 0, pricesIncludeTax: true });
  expect([totals.totalTax, totals.totalPrice]).toEqual(["98", "1080"]);
});

test("a dinar has three digits: 12.345 at 5 % bears 0.617 tax", () => {
  const lines = [line({ price: "12.345", className: "Standard", percent: "5" })];
  const totals = priceOrder({ ...dollars, lines, roundTo: 3 });
  expect([totals.totalTax, totals.totalPrice]).toEqual(["0.617", "12.962"]);
});

test("midpoints round away from zero or to even, as the shop is set", () => {
  const lines = [line({ price: "2.50", className: "Sales", percent: "5" })];
  const tax = (midpoint: PricingInput["midpoint"]) =>
    priceOrder({ ...dollars, lines, midpoint }).totalTax;
  expect([tax("AwayFromZero"), tax("ToEven")]).toEqual(["0.13", "0.12"]);
});

test("an item discount lowers its line before tax", () => {
  const lines = [
    line({ price: "9.99", count: 3, off: "3.00", className: "Sales", percent: "8.25" }),
  ];
  const totals = priceOrder({ ...dollars, lines });
  expect([totals.lineTotals, totals.totalTax, totals.totalPrice]).toEqual([
    ["26.97"],
    "2.23",
    "29.20",
  ]);
});

test("quirk 24: a gift card pays at most the whole order", () => {
  const lines = [line({ price: "60.00", className: "Sales", percent: "8.25" })];
  const totals = priceOrder({ ...dollars, lines, giftCardAmount: "100" });
  expect([totals.totalPrice, totals.otherPayments, totals.grandTotal]).toEqual([
    "64.95",
    "64.95",
    "0.00",
  ]);
});

test("a discount of the whole order leaves nothing to pay and no tax", () => {
  const lines = [line({ price: "60.00", className: "Sales", percent: "8.25" })];
  const totals = priceOrder({ ...dollars, lines, orderDiscount: { percent: "100" } });
  expect([totals.totalPrice, totals.taxSummary]).toEqual(["0.00", []]);
});
