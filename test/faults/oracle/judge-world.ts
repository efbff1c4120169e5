// The oracle's entry: a whole world judged from the simulators' own ledgers, as five counts that must be 0.

import type { Comparison, Finding } from "../../../sandbox/reconcile/comparison.ts";
import { compareBooks } from "../../../sandbox/reconcile.ts";
import { judgeAcknowledged } from "./invariants/acknowledged.ts";
import { judgeOrphanClients } from "./invariants/orphan-clients.ts";
import { judgeReferences } from "./invariants/references.ts";
import { judgeInvoice } from "./judge-invoice.ts";
import { type Count, isActive, type JudgedWorld, type OracleFinding } from "./world.ts";

export interface WorldVerdict extends Record<Count, number> {
  findings: OracleFinding[];
}

export function judgeWorld(world: JudgedWorld): WorldVerdict {
  const invoiceNumberOf = world.invoiceNumberOf ?? ((number: string) => `K-${number}`);
  const shop = { ...world.shop, calls: [] };
  const comparison = compareBooks({ shop, books: world.books, invoiceNumberOf });
  return verdictOf([
    ...compared(comparison),
    ...wrongInvoices(world, invoiceNumberOf),
    ...judgeReferences(world.books),
    ...judgeOrphanClients(world.books, world.shop.orders),
    ...judgeAcknowledged(world.acknowledged ?? [], world.stored ?? new Set()),
  ]);
}

export function verdictOf(findings: OracleFinding[]): WorldVerdict {
  const count = (name: Count) => findings.filter((finding) => finding.count === name).length;
  return {
    duplicates: count("duplicates"),
    missing: count("missing"),
    wrong: count("wrong"),
    lostAcknowledged: count("lostAcknowledged"),
    orphans: count("orphans"),
    findings,
  };
}

const invariantOf = { invoice: "I1", payment: "I3", client: "I5" } as const;

function compared(comparison: Comparison): OracleFinding[] {
  const as =
    (count: Count) =>
    ({ kind, of, detail }: Finding): OracleFinding => ({
      count,
      invariant: invariantOf[kind],
      of,
      detail: `${kind} ${detail}`,
    });
  return [
    ...comparison.duplicates.map(as("duplicates")),
    ...comparison.missing.map(as("missing")),
    ...comparison.mismatches.map(as("wrong")),
    ...comparison.unknownInvoices.map(
      (number): OracleFinding => ({
        count: "orphans",
        invariant: "I1",
        of: number,
        detail: "is an invoice of no order",
      }),
    ),
  ];
}

function wrongInvoices(
  { shop, books }: JudgedWorld,
  invoiceNumberOf: (orderNumber: string) => string,
): OracleFinding[] {
  const byNumber = Map.groupBy(books.invoices.filter(isActive), (each) => each.invoice_number);
  return shop.orders.flatMap((order) =>
    (byNumber.get(invoiceNumberOf(order.number ?? "")) ?? []).flatMap((invoice) =>
      judgeInvoice(order, invoice).map(
        (detail): OracleFinding => ({
          count: "wrong",
          invariant: "I2",
          of: order.number ?? order.guid,
          detail: `invoice ${invoice.id} ${detail}`,
        }),
      ),
    ),
  );
}
