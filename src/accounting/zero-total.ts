// Orders that cost nothing (commerce-pitfalls P28): most shops want no invoice for them.

import type { Order } from "../canonical/order.ts";
import { isZero } from "../core/money.ts";
import type { InvoiceOptions } from "./invoice-options.ts";

/** True for an order whose total is 0.00; one that gift cards paid in full is not such an order. */
export function isZeroTotal(order: Order): boolean {
  return isZero(order.totals.total.amount);
}

/** Whether the order gets an invoice under the flow's choice for orders that cost nothing. */
export function wantsInvoice(order: Order, options: Pick<InvoiceOptions, "zeroTotal">): boolean {
  return options.zeroTotal === "invoice" || !isZeroTotal(order);
}
