// An order becomes an invoice over exactly what the customer was charged. Pure: creating it in the
// books, and comparing what they make of it, is the flow's work.

import type { Invoice, InvoiceLine } from "../canonical/invoice.ts";
import type { Order } from "../canonical/order.ts";
import { dateInZone } from "../core/dates.ts";
import { numberFrom } from "./document-number.ts";
import { invoiceLines } from "./invoice-lines.ts";
import { invoiceNotes } from "./invoice-notes.ts";
import type { InvoiceOptions } from "./invoice-options.ts";
import { assertOneCurrency } from "./order-currency.ts";
import { nameOf, splitName } from "./person-name.ts";
import { matchTotal } from "./rounding-adjustment.ts";

/**
 * The draft invoice of an order, before gift cards: they are payments. Its lines are nets whose
 * predicted total equals the order's total, by a "Rounding adjustment" of a few minor units if need be.
 * Throws TOTALS_DO_NOT_RECONCILE when rounding does not explain the difference, TAX_UNMAPPED when a
 * tax has no counterpart, MESSAGE_INVALID when currencies are mixed, NOT_SUPPORTED for a negative line
 * the books refuse, CONFIGURATION_INVALID for a bad number pattern.
 */
export function invoiceFromOrder(order: Order, options: InvoiceOptions): Invoice {
  assertOneCurrency(order);
  const lines = matchTotal(
    {
      lines: invoiceLines(order, options),
      target: order.totals.total,
      discountCount: order.discounts.length,
      shopFigures: order.totals,
    },
    options,
  );
  return {
    number: numberFrom(options.numberPattern, order),
    reference: options.reference,
    orderNumber: order.number,
    purchaseOrderNumber: order.purchaseOrderNumber ?? null,
    customerId: options.customerId,
    ...billedParty(order),
    date: dateInZone(order.placedAt, order.timeZone),
    dueDays: options.dueDays,
    currency: order.currency,
    language: order.customer.language ?? null,
    total: order.totals.total,
    status: "draft",
    terms: options.terms ?? null,
    ...content(order, lines, options),
  };
}

/** Who is billed, as the order has it and not as the customer's record reads today (P30). */
function billedParty(order: Order) {
  const { billingAddress, customer } = order;
  const name = billingAddress?.name ? splitName(billingAddress.name) : nameOf(customer);
  return {
    ...name,
    company: billingAddress?.company ?? customer.company ?? null,
    taxId: customer.taxId ?? null,
    billingAddress: billingAddress ?? null,
  };
}

function content(order: Order, lines: InvoiceLine[], options: InvoiceOptions) {
  return { lines, notes: invoiceNotes(order, lines, options.notes), custom: order.custom };
}
