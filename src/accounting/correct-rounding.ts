// After an invoice was created as a draft: compares the total the books computed with what was
// charged, and corrects the adjustment line once (commerce-pitfalls section 0, step "after create").

import type { Invoice, InvoiceLine } from "../canonical/invoice.ts";
import { Decimal, decimal } from "../core/money.ts";
import { adjustLines, allowedAdjustment, type RoundingOptions } from "./rounding-adjustment.ts";
import { totalMismatch } from "./total-mismatch.ts";

export type CorrectionOptions = RoundingOptions & {
  /** Number of discounts on the order; the discount lines are counted when absent. */
  discountCount?: number;
};

/**
 * Null when `actualTotal` (what the books say) equals the invoice's total; else the same invoice with
 * its adjustment line replaced. Throws TOTALS_DO_NOT_RECONCILE when rounding cannot explain the
 * difference, or when the corrected adjustment would be larger than rounding can explain.
 */
export function correctRounding(
  invoice: Invoice,
  actualTotal: string,
  options: CorrectionOptions,
): Invoice | null {
  const difference = decimal(invoice.total.amount).minus(decimal(actualTotal));
  if (difference.isZero()) return null;
  const task = correctionTask(invoice, options);
  const allowed = allowedAdjustment(task, options.roundingCapMinorUnits);
  const adjustment = adjustmentOf(invoice.lines).plus(difference);
  if (difference.abs().greaterThan(allowed) || adjustment.abs().greaterThan(allowed)) {
    throw totalMismatch({ ...task, taxRounding: options.taxRounding, allowed, actualTotal });
  }
  return { ...invoice, lines: adjustLines(task, adjustment, options) };
}

function correctionTask(invoice: Invoice, options: CorrectionOptions) {
  const lines = invoice.lines.filter((line) => line.kind !== "rounding");
  const discountLines = lines.filter((line) => line.kind === "discount");
  return {
    lines,
    target: invoice.total,
    discountCount: options.discountCount ?? discountLines.length,
  };
}

/** The adjustment the document already has; zero when it has none. */
function adjustmentOf(lines: readonly InvoiceLine[]): Decimal {
  return lines
    .filter((line) => line.kind === "rounding")
    .reduce((sum, line) => sum.plus(line.unitPrice.amount), new Decimal(0));
}
