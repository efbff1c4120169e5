// Takes the tax out of a price that contains it (commerce-pitfalls P2): the tax is rounded, and the
// net is what remains, so that both always sum to the price the customer saw.

import type { Decimal } from "../core/money.ts";
import { decimal, minorUnit, minorUnits } from "../core/money.ts";

export interface IncludedTax {
  /** Combined percent of the line. */
  rate: Decimal;
  /** The tax the shop kept for the line, if it did. */
  shopTax: string | null;
  currency: string;
}

/**
 * The tax within `gross`, rounded half-up to the minor unit. The shop's own figure is followed as
 * long as it fits the rate within one minor unit: shops round differently, and a figure from before
 * an order discount does not fit at all.
 */
function includedTax(gross: Decimal, { rate, shopTax, currency }: IncludedTax): Decimal {
  const exact = gross.times(rate).div(rate.plus(100));
  if (shopTax !== null && !rate.isZero()) {
    const stated = decimal(shopTax).toDecimalPlaces(minorUnits(currency));
    if (stated.minus(exact).abs().lessThanOrEqualTo(minorUnit(currency))) return stated;
  }
  return exact.toDecimalPlaces(minorUnits(currency));
}

/** The price without its tax: 29.97 with 20 % is 24.97, because the tax is 5.00. */
export function netOfGross(gross: Decimal, tax: IncludedTax): Decimal {
  return gross.minus(includedTax(gross, tax));
}
