// An order discount written as lines of its own: one negative line per set of taxes, so that the tax
// of what it reduced falls with it (commerce-pitfalls P6).

import type { InvoiceLine } from "../canonical/invoice.ts";
import type { Order } from "../canonical/order.ts";
import { Decimal, roundToCurrency } from "../core/money.ts";
import type { NetPart } from "./net-part.ts";
import type { ResolvedTaxes } from "./tax-lookup.ts";

interface DiscountGroup {
  taxes: ResolvedTaxes;
  net: Decimal;
}

/** What each set of taxes loses by the discount, as negative lines in the order of the goods. */
export function discountLines(parts: readonly NetPart[], order: Order): InvoiceLine[] {
  const groups = new Map<string, DiscountGroup>();
  for (const { part, fullNet, net } of parts) {
    const key = JSON.stringify([part.taxes.treatment, part.taxes.taxes]);
    const soFar = groups.get(key)?.net ?? new Decimal(0);
    groups.set(key, { taxes: part.taxes, net: soFar.plus(net).minus(fullNet) });
  }
  return [...groups.values()]
    .filter((group) => !group.net.isZero())
    .map((group) => discountLine(group, order));
}

function discountLine({ taxes, net }: DiscountGroup, order: Order): InvoiceLine {
  const names = order.discounts
    .filter((discount) => discount.appliesTo === "before-tax")
    .map((discount) => discount.name);
  return {
    kind: "discount",
    name: names.join(", "),
    quantity: "1",
    unitPrice: { amount: roundToCurrency(net, order.currency), currency: order.currency },
    taxTreatment: taxes.treatment,
    taxes: taxes.taxes,
    taxSource: taxes.source,
    taxBreakdown: taxes.breakdown ?? null,
  };
}
