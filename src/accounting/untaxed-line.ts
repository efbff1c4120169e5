// Lines that change the total and nothing else: they bear no tax and stand outside the tax return.

import type { InvoiceLine } from "../canonical/invoice.ts";
import type { Order } from "../canonical/order.ts";
import { type Decimal, decimal, roundToCurrency } from "../core/money.ts";

interface UntaxedLine {
  kind: "discount" | "rounding";
  name: string;
  amount: Decimal;
  currency: string;
}

export function untaxedLine({ kind, name, amount, currency }: UntaxedLine): InvoiceLine {
  return {
    kind,
    name,
    quantity: "1",
    unitPrice: { amount: roundToCurrency(amount, currency), currency },
    taxTreatment: "outside-scope",
    taxes: [],
  };
}

/** Discounts taken off after tax leave the tax as it was (commerce-pitfalls P5). */
export function afterTaxLines(order: Order): InvoiceLine[] {
  return order.discounts
    .filter((discount) => discount.appliesTo === "after-tax")
    .map((discount) =>
      untaxedLine({
        kind: "discount",
        name: discount.name,
        amount: decimal(discount.amount.amount).negated(),
        currency: order.currency,
      }),
    );
}
