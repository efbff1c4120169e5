// What a shop's order comes to by the rules of commerce-pitfalls.md: order discount spread over the
// goods, tax per class over the whole order, shipping apart, prices with or without tax. Minor units.

import { allocate } from "./allocate.ts";
import { type Exact, percentOf, percentWithin } from "./exact.ts";

export interface OrderPart {
  /** As charged before the order discount, with tax when prices include it. */
  amount: bigint;
  taxClass: string;
  percent: Exact;
}

export interface PricedOrder {
  goods: readonly OrderPart[];
  shipping: OrderPart | null;
  /** Off the whole order, in the same terms as the prices; it does not lower shipping. */
  discount: bigint;
  pricesIncludeTax: boolean;
}

export interface OrderSums {
  /** Net of each good after its share of the discount, then of shipping. */
  nets: bigint[];
  tax: bigint;
  total: bigint;
}

export function priceOrder(order: PricedOrder): OrderSums {
  const shares = allocate(
    order.discount,
    order.goods.map(({ amount }) => amount),
  );
  const goods = order.goods.map((part, index) => ({
    ...part,
    amount: part.amount - (shares[index] ?? 0n),
  }));
  const shipping = order.shipping ? [order.shipping] : [];
  const classes = [...Map.groupBy(goods, ({ taxClass }) => taxClass).values(), shipping];
  const tax = sumOf(classes.map((parts) => taxOf(parts, order.pricesIncludeTax)));
  const parts = [...goods, ...shipping];
  const amount = sumOf(parts.map((part) => part.amount));
  const total = order.pricesIncludeTax ? amount : amount + tax;
  return { nets: parts.map((part) => netOf(part, order.pricesIncludeTax)), tax, total };
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, each) => sum + each, 0n);
}

/** One rounding per class: all parts of it bear the same percent. */
function taxOf(parts: readonly OrderPart[], isIncluded: boolean): bigint {
  const [first] = parts;
  if (first === undefined) return 0n;
  const amount = sumOf(parts.map((part) => part.amount));
  return isIncluded ? percentWithin(amount, first.percent) : percentOf(amount, first.percent);
}

function netOf({ amount, percent }: OrderPart, isIncluded: boolean): bigint {
  return isIncluded ? amount - percentWithin(amount, percent) : amount;
}
