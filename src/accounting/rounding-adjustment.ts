// Makes an invoice come to exactly what the customer was charged (commerce-pitfalls section 0): the
// books compute tax by their own rounding, so a few cents may be made up for by one untaxed line,
// never more than rounding can explain.

import type { InvoiceLine } from "../canonical/invoice.ts";
import { Decimal, decimal, type Money, minorUnit } from "../core/money.ts";
import type { InvoiceOptions } from "./invoice-options.ts";
import { lowerLines } from "./line-lowering.ts";
import { predictTotal } from "./predict-total.ts";
import { totalMismatch } from "./total-mismatch.ts";
import { untaxedLine } from "./untaxed-line.ts";

const roundingLineName = "Rounding adjustment";
const defaultCapMinorUnits = 5;

export type RoundingOptions = Pick<
  InvoiceOptions,
  "taxRounding" | "acceptNegativeLines" | "roundingCapMinorUnits"
>;

export interface RoundingTask {
  /** Lines without a rounding adjustment. */
  lines: readonly InvoiceLine[];
  /** What the document must come to. */
  target: Money;
  /** Number of discounts on the whole order: each was rounded once. */
  discountCount: number;
  /** The shop's own sums, shown when the two sides do not meet. */
  shopFigures?: unknown;
}

/**
 * The largest difference that rounding can explain: one minor unit per tax of each line and per
 * discount, at least one, at most the cap.
 */
export function allowedAdjustment(
  { lines, target, discountCount }: RoundingTask,
  capMinorUnits = defaultCapMinorUnits,
): Decimal {
  const roundings = lines.reduce((count, line) => count + line.taxes.length, discountCount);
  return minorUnit(target.currency).times(Math.min(Math.max(1, roundings), capMinorUnits));
}

/** The lines with whatever small adjustment makes their predicted total equal to the target. */
export function matchTotal(task: RoundingTask, options: RoundingOptions): InvoiceLine[] {
  const difference = decimal(task.target.amount).minus(predicted(task, options));
  const allowed = allowedAdjustment(task, options.roundingCapMinorUnits);
  if (difference.abs().greaterThan(allowed)) {
    throw totalMismatch({ ...task, taxRounding: options.taxRounding, allowed });
  }
  return adjustLines(task, difference, options);
}

/**
 * Changes what the lines come to by `difference` (in the currency's main unit): an untaxed line, or,
 * where the books refuse a negative one, a lowered line.
 */
export function adjustLines(
  task: RoundingTask,
  difference: Decimal,
  options: RoundingOptions,
): InvoiceLine[] {
  if (difference.isZero()) return [...task.lines];
  if (difference.greaterThan(0) || options.acceptNegativeLines) {
    return [...task.lines, roundingLine(difference, task.target.currency)];
  }
  const terms = { currency: task.target.currency, taxRounding: options.taxRounding };
  const lines = lowerLines(task.lines, difference.negated(), terms);
  const fallen = predicted(task, options).minus(predicted({ ...task, lines }, options));
  const rest = difference.plus(fallen);
  if (rest.greaterThan(0)) return [...lines, roundingLine(rest, terms.currency)];
  if (rest.isZero()) return lines;
  throw totalMismatch({ ...task, ...terms, allowed: new Decimal(0) });
}

function predicted({ lines, target }: RoundingTask, { taxRounding }: RoundingOptions): Decimal {
  return decimal(predictTotal(lines, target.currency, taxRounding).total);
}

function roundingLine(amount: Decimal, currency: string): InvoiceLine {
  return untaxedLine({ kind: "rounding", name: roundingLineName, amount, currency });
}
