// Takes an amount off the total of an invoice where the books refuse negative lines: existing lines
// are lowered instead (commerce-pitfalls section 0, fallback of the total-matching algorithm).

import type { InvoiceLine } from "../canonical/invoice.ts";
import { Decimal, decimal, minorUnit, roundToCurrency } from "../core/money.ts";
import type { TaxRounding } from "./invoice-options.ts";
import { lineNet, predictTotal } from "./predict-total.ts";
import { combinedRate } from "./tax-lookup.ts";
import { priceText } from "./unit-price.ts";

interface LoweringTerms {
  currency: string;
  taxRounding: TaxRounding;
}

function total(lines: readonly InvoiceLine[], { currency, taxRounding }: LoweringTerms): Decimal {
  return decimal(predictTotal(lines, currency, taxRounding).total);
}

/** Untaxed lines first, because lowering them changes no tax; then the largest net. */
function byFitness(lines: readonly InvoiceLine[], currency: string): number[] {
  const rank = (line: InvoiceLine) => (line.taxes.length === 0 ? 0 : 1);
  return lines
    .map((line, index) => ({ line, index, net: lineNet(line, currency) }))
    .filter(({ net }) => net.greaterThan(0))
    .sort(
      (left, right) =>
        rank(left.line) - rank(right.line) ||
        right.net.comparedTo(left.net) ||
        left.index - right.index,
    )
    .map(({ index }) => index);
}

function withNet(line: InvoiceLine, net: Decimal, currency: string): InvoiceLine {
  const listPrice = priceText(decimal(line.unitPrice.amount), currency);
  const folded = decimal(line.quantity).equals(1) ? "" : `${line.quantity} x ${listPrice}`;
  const lowered = `lowered by ${roundToCurrency(lineNet(line, currency).minus(net), currency)}`;
  const details = [line.description ?? "", folded, lowered].filter((text) => text !== "");
  return {
    ...line,
    description: details.join("; "),
    quantity: "1",
    unitPrice: { amount: roundToCurrency(net, currency), currency },
  };
}

/** Lowers one line until the total has fallen by `wanted` or a little more, or the line is empty. */
function lowerOne(
  lines: readonly InvoiceLine[],
  index: number,
  wanted: Decimal,
  terms: LoweringTerms,
): InvoiceLine[] {
  const line = lines[index];
  if (line === undefined) return [...lines];
  const unit = minorUnit(terms.currency);
  const net = lineNet(line, terms.currency);
  const before = total(lines, terms);
  const share = wanted.times(100).div(combinedRate(line.taxes).plus(100));
  let lowering = share.div(unit).floor().times(unit);
  for (;;) {
    const remaining = Decimal.max(net.minus(lowering), 0);
    const lowered = lines.with(index, withNet(line, remaining, terms.currency));
    const fallen = before.minus(total(lowered, terms));
    if (remaining.isZero() || fallen.greaterThanOrEqualTo(wanted)) return lowered;
    lowering = lowering.plus(unit);
  }
}

/**
 * Lines whose predicted total is lower by `amount`, or by a few minor units more where a taxed line
 * cannot give exactly that; a positive adjustment then makes up for the rest. A lowered line is
 * written with quantity 1 and says in its description what was taken off.
 */
export function lowerLines(
  lines: readonly InvoiceLine[],
  amount: Decimal,
  terms: LoweringTerms,
): InvoiceLine[] {
  const goal = total(lines, terms).minus(amount);
  let lowered = [...lines];
  for (const index of byFitness(lines, terms.currency)) {
    const wanted = total(lowered, terms).minus(goal);
    if (wanted.lessThanOrEqualTo(0)) break;
    lowered = lowerOne(lowered, index, wanted, terms);
  }
  return lowered;
}
