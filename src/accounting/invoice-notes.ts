// The notes of an invoice: the order behind it, why it bears no tax, and what the flow asked to repeat.

import type { InvoiceLine } from "../canonical/invoice.ts";
import type { Order } from "../canonical/order.ts";
import type { TaxTreatment } from "../canonical/tax.ts";
import type { InvoiceNotes } from "./invoice-options.ts";

const reasons: Partial<Record<TaxTreatment, string>> = {
  exempt: "Exempt",
  "reverse-charge": "Reverse charge",
};

/** A tax office wants the buyer's number on a document that bears no tax (commerce-pitfalls P8). */
function untaxedReasons(order: Order, lines: readonly InvoiceLine[]): string[] {
  const treatments = new Set(lines.map((line) => line.taxTreatment));
  return Object.entries(reasons)
    .filter(([treatment]) => treatments.has(treatment as TaxTreatment))
    .map(([, reason]) => [reason, order.customer.taxId].filter(Boolean).join(": "));
}

function customField(order: Order, name: string): string {
  const value = Object.hasOwn(order.custom, name) ? order.custom[name] : undefined;
  if (value === undefined || value === null || value === "") return "";
  return `${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`;
}

/** One text per line; parts that are empty are left out. */
export function invoiceNotes(
  order: Order,
  lines: readonly InvoiceLine[],
  notes: InvoiceNotes,
): string {
  const texts = [
    `Order ${order.number}`,
    ...untaxedReasons(order, lines),
    ...notes.customFields.map((name) => customField(order, name)),
    notes.customerNote ? (order.note ?? "").trim() : "",
  ];
  return texts.filter((text) => text !== "").join("\n");
}
