// Both sides compared: the table of the demo and its summary.

import type { KenticoLedger } from "../../../sandbox/kentico/ledger.ts";
import type { Comparison, FreshbooksLedger } from "../../../sandbox/reconcile/comparison.ts";
import { compareBooks } from "../../../sandbox/reconcile.ts";
import type { Sandbox } from "../../../sandbox/start.ts";
import { Decimal } from "../../core/money.ts";
import type { Db } from "../../store/schema.ts";
import { formatTable } from "../table.ts";

export interface DemoSummary {
  orders: number;
  invoices: number;
  clients: number;
  payments: number;
  deadLetters: number;
  duplicates: number;
  missing: number;
  mismatches: number;
  seconds: number;
}

async function ledgerOf<T>(url: string): Promise<T> {
  const answer = await fetch(`${url}/_control/ledger`);
  return (await answer.json()) as T;
}

/** Asks the simulators' own ledgers, never our tables. */
export async function compareSides({ kentico, freshbooks }: Sandbox): Promise<Comparison> {
  return compareBooks({
    shop: await ledgerOf<KenticoLedger>(kentico.url),
    books: await ledgerOf<FreshbooksLedger>(freshbooks.url),
    invoiceNumberOf: (orderNumber) => `K-${orderNumber}`,
  });
}

export async function summaryOf(input: {
  db: Db;
  comparison: Comparison;
  seconds: number;
}): Promise<DemoSummary> {
  const { comparison, seconds } = input;
  const { count } = await input.db
    .selectFrom("dead_letter")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("status", "=", "open")
    .executeTakeFirstOrThrow();
  const deadLetters = Number(count);
  const meant = comparison.rows.filter((row) => row.verdict === "none, as meant").length;
  return {
    orders: comparison.rows.length,
    invoices: comparison.invoices,
    clients: comparison.clients,
    payments: comparison.payments,
    deadLetters,
    duplicates: comparison.duplicates.length,
    missing: comparison.missing.length,
    mismatches: comparison.mismatches.length + Math.max(0, deadLetters - meant),
    seconds,
  };
}

export function formatComparison(comparison: Comparison, summary: DemoSummary): string {
  const table = formatTable(comparison.rows, [
    ["ORDER", (row) => row.orderNumber],
    ["TOTAL", (row) => `${row.orderTotal} ${row.currency}`],
    ["INVOICE", (row) => (row.invoiceTotal === null ? "-" : row.invoiceNumber)],
    ["TOTAL", (row) => row.invoiceTotal],
    ["PAID IN SHOP", (row) => row.expectedPaid],
    ["PAYMENTS", (row) => row.paymentsTotal],
    ["", (row) => row.verdict],
  ]);
  const findings = [...comparison.duplicates, ...comparison.missing, ...comparison.mismatches].map(
    ({ kind, of, detail }) => `${kind} of ${of}: ${detail}`,
  );
  return [table, "", ...totals(comparison), "", ...findings, sentence(summary)].join("\n");
}

/** Sums per currency of both sides, over the orders that had to become invoices. */
function totals(comparison: Comparison): string[] {
  const sums = new Map<string, { shop: Decimal; books: Decimal }>();
  for (const row of comparison.rows.filter((each) => each.invoiceTotal !== null)) {
    const sum = sums.get(row.currency) ?? { shop: new Decimal(0), books: new Decimal(0) };
    sums.set(row.currency, {
      shop: sum.shop.plus(row.orderTotal),
      books: sum.books.plus(row.invoiceTotal ?? 0),
    });
  }
  return [...sums].map(
    ([currency, { shop, books }]) =>
      `${currency}: shop ${shop}, books ${books}, difference ${shop.minus(books)}`,
  );
}

function sentence(summary: DemoSummary): string {
  const { orders, invoices, clients, payments, deadLetters, seconds } = summary;
  return (
    `${orders} orders became ${invoices} invoices for ${clients} clients with ${payments} payments in ${seconds} s; ` +
    `${deadLetters} dead letters; ${summary.duplicates} duplicates, ${summary.missing} missing, ${summary.mismatches} mismatches.`
  );
}
