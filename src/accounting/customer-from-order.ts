// The customer an order makes in the books: who was billed by this order, in the form in which two
// orders of one person meet (commerce-pitfalls P29, P30). Matching and creating is the flow's work.

import type { Customer } from "../canonical/customer.ts";
import type { Order } from "../canonical/order.ts";
import { normaliseEmail } from "./normalise-email.ts";
import { nameOf, type PersonName, splitName } from "./person-name.ts";

export interface CustomerOptions {
  /** Ledgerline's own reference K of the customer. */
  reference: string;
  /** Whether guests become customers by their e-mail, or all share one customer of the books. */
  guestPolicy: "per-email" | "one-guest-client";
  /** Name of the shared customer, such as "Online guest". */
  guestClientName: string;
}

/** Id of the customer that all guests share; the same for every order, so that it is made once. */
export const sharedGuestId = "guests";

/**
 * The customer of an order. A guest under "one-guest-client" gives the shared customer without any
 * personal data; the real name and address then stand on the invoice only.
 */
export function customerFromOrder(order: Order, options: CustomerOptions): Customer {
  if (order.customer.isGuest && options.guestPolicy === "one-guest-client") {
    return sharedGuest(options);
  }
  const { customer, billingAddress, shippingAddress } = order;
  return {
    id: customer.id,
    guid: customer.guid ?? null,
    ...personOf(order),
    company: textOrNull(billingAddress?.company) ?? textOrNull(customer.company),
    email: textOrNull(normaliseEmail(customer.email ?? "")),
    phone: textOrNull(customer.phone) ?? textOrNull(billingAddress?.phone),
    taxId: textOrNull(customer.taxId),
    isGuest: customer.isGuest,
    currency: order.currency,
    language: customer.language ?? null,
    billingAddress: billingAddress ?? customer.billingAddress ?? null,
    shippingAddress: shippingAddress ?? customer.shippingAddress ?? null,
    reference: options.reference,
    custom: customer.custom,
  };
}

function sharedGuest(options: CustomerOptions): Customer {
  return {
    id: sharedGuestId,
    company: options.guestClientName,
    isGuest: true,
    reference: options.reference,
    custom: {},
  };
}

function personOf({ customer, billingAddress }: Order): PersonName {
  const own = nameOf(customer);
  return own.firstName === null ? splitName(billingAddress?.name) : own;
}

function textOrNull(text: string | null | undefined): string | null {
  return text?.trim() || null;
}
