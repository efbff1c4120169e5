// What the books will make of an invoice: they take nets and percents and compute the tax themselves.

import type { InvoiceLine } from "../canonical/invoice.ts";
import { Decimal, decimal, minorUnits, roundToCurrency } from "../core/money.ts";
import type { TaxRounding } from "./invoice-options.ts";

/** Sums of a document as decimal strings with the currency's decimals. */
export interface PredictedTotal {
  net: string;
  tax: string;
  total: string;
}

/** Quantity times unit price, rounded half-up to the minor unit: the line's amount before tax. */
export function lineNet(line: InvoiceLine, currency: string): Decimal {
  const exact = decimal(line.quantity).times(line.unitPrice.amount);
  return exact.toDecimalPlaces(minorUnits(currency));
}

function sumOf(amounts: Iterable<Decimal>): Decimal {
  let sum = new Decimal(0);
  for (const amount of amounts) sum = sum.plus(amount);
  return sum;
}

function taxPerLine(lines: readonly InvoiceLine[], currency: string): Decimal {
  const digits = minorUnits(currency);
  const taxes = lines.flatMap((line) => {
    const net = lineNet(line, currency);
    return line.taxes.map((tax) => net.times(tax.rate).div(100).toDecimalPlaces(digits));
  });
  return sumOf(taxes);
}

function taxPerRate(lines: readonly InvoiceLine[], currency: string): Decimal {
  const exactByTax = new Map<string, Decimal>();
  for (const line of lines) {
    for (const tax of line.taxes) {
      const key = `${tax.name}|${decimal(tax.rate).toFixed()}`;
      const exact = lineNet(line, currency).times(tax.rate).div(100);
      exactByTax.set(key, exact.plus(exactByTax.get(key) ?? 0));
    }
  }
  const digits = minorUnits(currency);
  return sumOf(exactByTax.values().map((exact) => exact.toDecimalPlaces(digits)));
}

/**
 * The sums the books will show. Mode "line" rounds each tax of each line half-up to the minor unit,
 * "rate" rounds once per tax over all its lines (commerce-pitfalls P1; taxes are not compounded).
 */
export function predictTotal(
  lines: readonly InvoiceLine[],
  currency: string,
  mode: TaxRounding,
): PredictedTotal {
  const net = sumOf(lines.map((line) => lineNet(line, currency)));
  const tax = mode === "line" ? taxPerLine(lines, currency) : taxPerRate(lines, currency);
  return {
    net: roundToCurrency(net, currency),
    tax: roundToCurrency(tax, currency),
    total: roundToCurrency(net.plus(tax), currency),
  };
}
