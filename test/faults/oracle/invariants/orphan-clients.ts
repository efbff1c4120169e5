// I4: no client of ours stands there without an invoice, not even one that was taken back since.

import { type BooksLedger, isActive, type OracleFinding, referenceIn } from "../world.ts";

export function judgeOrphanClients({ clients, invoices }: BooksLedger): OracleFinding[] {
  const invoiced = new Set(invoices.map(({ customerid }) => Number(customerid)));
  return clients
    .filter((client) => isActive(client) && referenceIn(client.note) !== null)
    .filter(({ id }) => !invoiced.has(Number(id)))
    .map(({ id, email }) => ({
      count: "orphans",
      invariant: "I4",
      of: `client ${id}`,
      detail: `${email} has no invoice`,
    }));
}
