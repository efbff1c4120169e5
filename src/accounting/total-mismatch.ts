// The error for an invoice that would not come to what the customer was charged. It shows both
// breakdowns, so that a person sees which figure is off.

import type { InvoiceLine } from "../canonical/invoice.ts";
import { IntegrationError } from "../core/errors.ts";
import { type Decimal, decimal, type Money } from "../core/money.ts";
import type { TaxRounding } from "./invoice-options.ts";
import { lineNet, predictTotal } from "./predict-total.ts";

interface TotalMismatch {
  target: Money;
  lines: readonly InvoiceLine[];
  taxRounding: TaxRounding;
  allowed: Decimal;
  /** The shop's own sums, when they are at hand. */
  shopFigures?: unknown;
  /** What the books made of the document; the prediction when absent. */
  actualTotal?: string;
}

/** TOTALS_DO_NOT_RECONCILE; the details hold the figures of the order and of the invoice. */
export function totalMismatch(mismatch: TotalMismatch): IntegrationError {
  const { target, lines, allowed } = mismatch;
  const predicted = predictTotal(lines, target.currency, mismatch.taxRounding);
  const total = mismatch.actualTotal ?? predicted.total;
  const apart = decimal(target.amount).minus(total).abs();
  return new IntegrationError(
    "TOTALS_DO_NOT_RECONCILE",
    `The order comes to ${target.amount} ${target.currency}, its invoice to ${total}: ` +
      `${apart.toFixed()} apart, where rounding explains at most ${allowed.toFixed()}.`,
    {
      details: {
        order: mismatch.shopFigures ?? { total: target.amount },
        invoice: {
          ...predicted,
          total,
          lines: lines.map((line) => lineFigures(line, target.currency)),
        },
        allowed: allowed.toFixed(),
      },
    },
  );
}

function lineFigures(line: InvoiceLine, currency: string) {
  return {
    name: line.name,
    net: lineNet(line, currency).toFixed(),
    taxes: line.taxes.map((tax) => `${tax.name} ${tax.rate} %`),
  };
}
