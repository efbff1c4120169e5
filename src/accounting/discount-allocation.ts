// Spreads the discounts of a whole order over the lines they reduce, so that each share takes the tax
// of its line (commerce-pitfalls P3, P4): one untaxed "-8.00" would leave the tax too high.

import type { OrderDiscount } from "../canonical/order-parts.ts";
import { allocate } from "../core/allocation.ts";
import { Decimal, decimal } from "../core/money.ts";
import type { PricedPart } from "./priced-part.ts";

/** All that was taken off the order before or after tax, positive. */
export function discountSum(
  discounts: readonly OrderDiscount[],
  appliesTo: OrderDiscount["appliesTo"],
): Decimal {
  return discounts
    .filter((discount) => discount.appliesTo === appliesTo)
    .reduce((sum, discount) => sum.plus(discount.amount.amount), new Decimal(0));
}

function weightsOf(parts: readonly PricedPart[]): Decimal[] {
  const hasGoods = parts.some((part) => part.kind === "goods" && part.amount.greaterThan(0));
  return parts.map((part) => {
    // A discount is on the goods; only where there are none can it mean the charges.
    const isReduced = part.kind === "goods" || !hasGoods;
    return isReduced && part.amount.greaterThan(0) ? part.amount : new Decimal(0);
  });
}

/**
 * Each part's share of `discount`, by its amount after its own discounts; the shares sum to the
 * discount exactly. Charges such as shipping keep their price.
 */
export function allocateDiscount(
  parts: readonly PricedPart[],
  discount: Decimal,
  currency: string,
): Decimal[] {
  const weights = weightsOf(parts);
  const reduced = weights.flatMap((weight, index) => (weight.isZero() ? [] : [index]));
  const shares = allocate(
    discount.toFixed(),
    reduced.map((index) => (weights[index] ?? new Decimal(0)).toFixed()),
    currency,
  );
  const shareByIndex = new Map(reduced.map((index, position) => [index, shares[position] ?? "0"]));
  return parts.map((_, index) => decimal(shareByIndex.get(index) ?? "0"));
}
