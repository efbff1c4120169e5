// Refuses what books without negative lines cannot take, instead of posting something else.

import type { InvoiceLine } from "../canonical/invoice.ts";
import type { Order } from "../canonical/order.ts";
import { IntegrationError } from "../core/errors.ts";
import { lineNet } from "./predict-total.ts";

/** Throws NOT_SUPPORTED naming the first line below zero. */
export function assertLinesAccepted(lines: readonly InvoiceLine[], order: Order): void {
  const negative = lines.find((line) => lineNet(line, order.currency).isNegative());
  if (negative === undefined) return;
  throw new IntegrationError(
    "NOT_SUPPORTED",
    `The line "${negative.name}" of order ${order.number} is below zero, and the books take no such lines.`,
    { hint: "Let the connection accept negative lines, or enter this document by hand." },
  );
}
