// Finds out whether an order's prices contain tax. Kentico does not store it (Kentico quirk 12), but
// only one of two sums gives OrderTotalPrice. Pure; it judges no order, that is the integrity check's task.

import { Decimal } from "../../core/money.ts";

/** Figures of one order in its currency, as decimal text. */
export interface OrderFigures {
  subtotal: string;
  discount: string;
  shipping: string;
  tax: string;
  totalPrice: string;
  /** `CurrencyRoundTo`: digits the shop rounds to. */
  roundTo: number;
  /** How many rounded figures went into the total: lines, discounts, shipping, tax sums. */
  parts: number;
}

/**
 * True when prices include tax, false when tax comes on top, null when neither sum gives the total.
 * When both do (there is no tax to speak of) the closer one wins, and `whenUndecided` on a tie.
 */
export function pricesIncludeTax(figures: OrderFigures, whenUndecided: boolean): boolean | null {
  const goods = new Decimal(figures.subtotal).minus(figures.discount).plus(figures.shipping);
  const inclusiveGap = goods.minus(figures.totalPrice).abs();
  const exclusiveGap = goods.plus(figures.tax).minus(figures.totalPrice).abs();
  const halfUnit = new Decimal(10).pow(-figures.roundTo).div(2);
  const tolerance = halfUnit.times(Math.max(1, figures.parts));
  if (Decimal.min(inclusiveGap, exclusiveGap).gt(tolerance)) return null;
  if (inclusiveGap.eq(exclusiveGap)) return whenUndecided;
  return inclusiveGap.lt(exclusiveGap);
}
