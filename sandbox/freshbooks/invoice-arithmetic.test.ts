// Sums worked by hand; the first is FreshBooks' own published example.
import { expect, test } from "vitest";
import { sumInvoice, type Taxation } from "./invoice-arithmetic.ts";

type Line = Parameters<typeof sumInvoice>[0][number];

function line(qty: string, cost: string, taxes: Partial<Line> = {}, code = "USD"): Line {
  return {
    qty,
    unit_cost: { amount: cost, code },
    taxName1: null,
    taxAmount1: "0",
    taxName2: null,
    taxAmount2: "0",
    compounded_tax: false,
    ...taxes,
  };
}

function totals(lines: Line[], taxation: Partial<Taxation> = {}): string[] {
  const sums = sumInvoice(lines, {
    currencyCode: "USD",
    discountPercent: "0",
    rounding: "line",
    ...taxation,
  });
  return [sums.subtotal, sums.discountTotal, sums.taxTotal, sums.amount].map(String);
}

test("a percentage discount comes off before tax and shows as a negative amount (quirk 22)", () => {
  const hst = { taxName1: "HST", taxAmount1: "13" };
  const lines = [line("4", "5.00", hst), line("1", "24.00")];
  // 44.00 less 10 %, plus 13 % of the 18.00 left of the first line.
  expect(totals(lines, { discountPercent: "10" })).toEqual(["44", "-4.4", "2.34", "41.94"]);
});

test("a second tax adds to the first, or stands on top of it when compounded", () => {
  const taxes = { taxName1: "GST", taxAmount1: "5", taxName2: "QST", taxAmount2: "9.975" };
  expect(totals([line("1", "100.00", taxes)])).toEqual(["100", "0", "14.98", "114.98"]);
  const compounded = { ...taxes, compounded_tax: true };
  // 9.975 % of 105.00 is 10.47375.
  expect(totals([line("1", "100.00", compounded)])).toEqual(["100", "0", "15.47", "115.47"]);
});

test("tax is rounded per line, or per rate when the account is set so", () => {
  const vat = { taxName1: "VAT", taxAmount1: "10" };
  const lines = [line("1", "0.35", vat), line("1", "0.35", vat), line("1", "0.35", vat)];
  expect(totals(lines, { rounding: "line" })).toEqual(["1.05", "0", "0.12", "1.17"]);
  expect(totals(lines, { rounding: "rate" })).toEqual(["1.05", "0", "0.11", "1.16"]);
});

test("yen have no decimals and dinars three (quirk 36)", () => {
  const tax10 = { taxName1: "T", taxAmount1: "10" };
  const yen = [line("3", "333", tax10, "JPY")];
  expect(totals(yen, { currencyCode: "JPY" })).toEqual(["999", "0", "100", "1099"]);
  const tax5 = { taxName1: "T", taxAmount1: "5" };
  const dinars = [line("3", "1.111", tax5, "KWD")];
  expect(totals(dinars, { currencyCode: "KWD" })).toEqual(["3.333", "0", "0.167", "3.5"]);
});

test("a line below zero takes its tax with it", () => {
  const vat = { taxName1: "VAT", taxAmount1: "10" };
  const lines = [line("1", "100.00", vat), line("1", "-20.00", vat)];
  expect(totals(lines)).toEqual(["80", "0", "8", "88"]);
});

test("each line is rounded half up before it is added", () => {
  expect(totals([line("3", "0.335"), line("0.5", "0.01")])).toEqual(["1.02", "0", "0", "1.02"]);
});
