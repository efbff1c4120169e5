import { expect, it } from "vitest";
import type { Comparison } from "../../../sandbox/reconcile/comparison.ts";
import { type DemoSummary, formatComparison } from "./report.ts";

const row = {
  orderNumber: "1001",
  currency: "USD",
  orderTotal: "15.10",
  invoiceNumber: "K-1001",
  invoiceTotal: "15.10",
  paymentsTotal: "15.10",
  expectedPaid: "15.10",
  verdict: "ok" as const,
};
const comparison: Comparison = {
  rows: [
    row,
    {
      ...row,
      orderNumber: "1002",
      invoiceNumber: "K-1002",
      orderTotal: "0.20",
      invoiceTotal: "0.10",
    },
    { ...row, orderNumber: "1003", orderTotal: "9.99", invoiceTotal: null, verdict: "missing" },
  ],
  orders: 3,
  invoices: 2,
  clients: 1,
  payments: 2,
  duplicates: [],
  missing: [{ kind: "invoice", of: "1003", detail: "no invoice" }],
  mismatches: [],
  unknownInvoices: [],
};
const summary: DemoSummary = {
  orders: 3,
  invoices: 2,
  clients: 1,
  payments: 2,
  deadLetters: 0,
  duplicates: 0,
  missing: 1,
  mismatches: 0,
  seconds: 2.5,
};

it("each order stands beside its invoice, and one without an invoice shows none", () => {
  const lines = formatComparison(comparison, summary).split("\n");
  expect(lines[1]).toBe("1001   15.10 USD  K-1001   15.10  15.10         15.10     ok");
  expect(lines[3]).toMatch(/^1003 +9\.99 USD +- .* missing$/);
});

it("the difference of both sides is exact, over the orders that have an invoice", () => {
  expect(formatComparison(comparison, summary)).toContain(
    "USD: shop 15.3, books 15.2, difference 0.1\n",
  );
});

it("findings and the summary end the report", () => {
  expect(formatComparison(comparison, summary).split("\n").slice(-2)).toEqual([
    "invoice of 1003: no invoice",
    "3 orders became 2 invoices for 1 clients with 2 payments in 2.5 s; 0 dead letters; " +
      "0 duplicates, 1 missing, 0 mismatches.",
  ]);
});
