// The net of each part of an order before and after its share of the order discount.

import type { Order } from "../canonical/order.ts";
import type { Decimal } from "../core/money.ts";
import { allocateDiscount, discountSum } from "./discount-allocation.ts";
import { type PricedPart, pricedParts } from "./priced-part.ts";
import { netOfGross } from "./tax-inclusive.ts";
import { combinedRate, type TaxTable } from "./tax-lookup.ts";

export interface NetPart {
  part: PricedPart;
  /** Its share of the order discount, in the shop's price terms. */
  share: Decimal;
  /** Net of tax, before the share. */
  fullNet: Decimal;
  /** Net of tax, after the share. */
  net: Decimal;
}

/** Nets of all parts of the order; a price with tax loses the tax after the discount was taken off. */
export function netParts(order: Order, table: TaxTable): NetPart[] {
  const parts = pricedParts(order, table);
  const discount = discountSum(order.discounts, "before-tax");
  const shares = allocateDiscount(parts, discount, order.currency);
  return parts.map((part, index) => {
    const reduced = part.amount.minus(shares[index] ?? 0);
    return {
      part,
      share: part.amount.minus(reduced),
      fullNet: netOf(part.amount, part, order),
      net: netOf(reduced, part, order),
    };
  });
}

function netOf(amount: Decimal, part: PricedPart, order: Order): Decimal {
  if (!order.pricesIncludeTax) return amount;
  return netOfGross(amount, {
    rate: combinedRate(part.taxes.taxes),
    shopTax: part.shopTax,
    currency: order.currency,
  });
}
