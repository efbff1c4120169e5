// I4: no client of ours stands there without an invoice, not even one that was taken back since. The
// client of an order that waits for a person, or that was cancelled meanwhile, is nobody's mistake.

import type { LedgerOrder } from "../../../../sandbox/kentico/ledger.ts";
import { type BooksLedger, isActive, type OracleFinding, referenceIn } from "../world.ts";

export function judgeOrphanClients(
  { clients, invoices }: BooksLedger,
  orders: readonly LedgerOrder[],
): OracleFinding[] {
  const invoiced = new Set(invoices.map(({ customerid }) => Number(customerid)));
  const excused = new Set(
    orders.filter(needsNoInvoice).map(({ customer }) => plain(customer.email)),
  );
  return clients
    .filter((client) => isActive(client) && referenceIn(client.note) !== null)
    .filter(({ id, email }) => !invoiced.has(Number(id)) && !excused.has(plain(email)))
    .map(({ id, email }) => ({
      count: "orphans",
      invariant: "I4",
      of: `client ${id}`,
      detail: `${email} has no invoice`,
    }));
}

function needsNoInvoice({ meant, status }: LedgerOrder): boolean {
  return meant === "dead-letter" || status === "Canceled";
}

function plain(email: string | null): string {
  return (email ?? "").trim().toLowerCase();
}
