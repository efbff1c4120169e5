// Quantity and unit price whose product is exactly the amount of a line (commerce-pitfalls P10).

import { type Decimal, decimal, minorUnits, roundToCurrency } from "../core/money.ts";

export interface PricedQuantity {
  quantity: string;
  /** Never has more decimals than the currency. */
  unitPrice: string;
  /** True when the quantity had to be folded into one: it then belongs in the description. */
  isFolded: boolean;
}

/**
 * Keeps the quantity when the net of one unit is exact in the currency's decimals; else quantity 1
 * at the extended amount, because 1000 x 0.061171 is 61.17 and 1000 x 0.06 is not.
 */
export function priceQuantity(net: Decimal, quantity: string, currency: string): PricedQuantity {
  const count = decimal(quantity);
  if (count.greaterThan(0)) {
    const unit = net.div(count);
    if (unit.decimalPlaces() <= minorUnits(currency)) {
      return {
        quantity: count.toFixed(),
        unitPrice: roundToCurrency(unit, currency),
        isFolded: false,
      };
    }
  }
  return { quantity: "1", unitPrice: roundToCurrency(net, currency), isFolded: true };
}

/** A price as the shop showed it: at least the currency's decimals, more where it has more. */
export function priceText(price: Decimal, currency: string): string {
  return price.toFixed(Math.max(minorUnits(currency), price.decimalPlaces()));
}
