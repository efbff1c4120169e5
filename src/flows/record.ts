// What a person recognises a piece of work by: a number, a customer, an amount.

import type { Customer } from "../canonical/customer.ts";
import type { MessageName } from "../canonical/messages.ts";
import type { Order } from "../canonical/order.ts";
import type { JsonObject } from "../core/json.ts";

export interface BusinessRecord extends JsonObject {
  number: string | null;
  customer: string | null;
  amount: JsonObject | null;
}

function customerName(customer: Customer): string | null {
  const person = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  return customer.company || person || customer.email || null;
}

/** The business record of a message; null for messages nobody searches for. */
export function businessRecordOf(name: MessageName, message: unknown): BusinessRecord | null {
  if (name === "order") {
    const order = message as Order;
    return {
      number: order.number,
      customer: customerName(order.customer),
      amount: { ...order.totals.total },
    };
  }
  if (name !== "customer") return null;
  return { number: null, customer: customerName(message as Customer), amount: null };
}
