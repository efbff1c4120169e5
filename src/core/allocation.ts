// Splits an amount over weights without losing a cent (commerce-pitfalls P4): largest remainder.

import { Decimal, minorUnit, roundToCurrency } from "./money.ts";

interface Share {
  index: number;
  weight: Decimal;
  units: Decimal;
  fraction: Decimal;
}

/** Larger fraction first, then larger weight, then line order: the same input always splits alike. */
function byClaimToRemainder(left: Share, right: Share): number {
  return (
    right.fraction.comparedTo(left.fraction) ||
    right.weight.comparedTo(left.weight) ||
    left.index - right.index
  );
}

function shareOut(wholeUnits: Decimal, weights: readonly Decimal[]): Share[] {
  const total = weights.reduce((sum, weight) => sum.plus(weight), new Decimal(0));
  return weights.map((weight, index) => {
    const exact = total.isZero()
      ? wholeUnits.div(weights.length)
      : wholeUnits.times(weight).div(total);
    return { index, weight, units: exact.floor(), fraction: exact.minus(exact.floor()) };
  });
}

/**
 * Allocates `amount` over `weights`; the parts sum to the amount exactly and each differs from its
 * exact share by less than one minor unit. All weights zero means equal parts; a negative amount is
 * split as its positive mirror.
 */
export function allocate(amount: string, weights: readonly string[], currency: string): string[] {
  if (weights.length === 0) return [];
  const unit = minorUnit(currency);
  const whole = new Decimal(amount);
  const wholeUnits = whole.abs().div(unit).toDecimalPlaces(0);
  const shares = shareOut(
    wholeUnits,
    weights.map((weight) => new Decimal(weight).abs()),
  );
  const given = shares.reduce((sum, share) => sum.plus(share.units), new Decimal(0));
  const left = wholeUnits.minus(given).toNumber();
  for (const share of [...shares].sort(byClaimToRemainder).slice(0, left)) {
    share.units = share.units.plus(1);
  }
  const sign = whole.isNegative() ? -1 : 1;
  return shares.map((share) => roundToCurrency(share.units.times(unit).times(sign), currency));
}
