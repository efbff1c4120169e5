// Checks that the figures of an order add up before anything is made of it. Changes nothing: an
// order that does not add up goes to a person, with both breakdowns (commerce-pitfalls section 0).

import type { Order } from "../canonical/order.ts";
import { IntegrationError } from "../core/errors.ts";
import { Decimal, decimal, type Money, minorUnit } from "../core/money.ts";
import { integrityNotes } from "./integrity-notes.ts";
import { foreignAmounts } from "./order-currency.ts";

/** A figure the shop states and what its parts come to; both as decimal strings. */
interface FigureDifference {
  figure: string;
  stated: string;
  calculated: string;
  difference: string;
}

export interface IntegrityReport {
  ok: boolean;
  differences: FigureDifference[];
  /** Oddities that do not stop the order. */
  notes: string[];
}

interface FigureCheck {
  figure: string;
  stated: Money;
  /** What the figure must be the sum of. */
  parts: Decimal[];
}

function amountsOf(members: readonly { amount: Money }[]): Decimal[] {
  return members.map((member) => decimal(member.amount.amount));
}

function figureChecks(order: Order): FigureCheck[] {
  const { subtotal, discount, charges, tax, total, due } = order.totals;
  const value = (money: Money) => decimal(money.amount);
  const beforeTax = [value(subtotal), value(discount).negated(), value(charges)];
  const lineTotals = order.lines.map((line) => value(line.total));
  const cards = amountsOf(order.giftCards).map((card) => card.negated());
  const checks: FigureCheck[] = [
    { figure: "subtotal", stated: subtotal, parts: lineTotals },
    { figure: "discount", stated: discount, parts: amountsOf(order.discounts) },
    { figure: "charges", stated: charges, parts: amountsOf(order.charges) },
    {
      figure: "total",
      stated: total,
      parts: order.pricesIncludeTax ? beforeTax : [...beforeTax, value(tax)],
    },
    { figure: "due", stated: due, parts: [value(total), ...cards] },
  ];
  if (order.taxes.length === 0) return checks;
  return [...checks, { figure: "tax", stated: tax, parts: amountsOf(order.taxes) }];
}

/** Half a minor unit for each part that was rounded, and for the sum itself (P1). */
function roundingTolerance(parts: readonly Decimal[], currency: string): Decimal {
  const rounded = parts.filter((part) => !part.isZero()).length;
  return minorUnit(currency).times(rounded).div(2);
}

function differenceOf(
  { figure, stated, parts }: FigureCheck,
  currency: string,
): FigureDifference[] {
  const calculated = parts.reduce((sum, part) => sum.plus(part), new Decimal(0));
  const difference = decimal(stated.amount).minus(calculated);
  if (difference.abs().lessThanOrEqualTo(roundingTolerance(parts, currency))) return [];
  return [
    {
      figure,
      stated: stated.amount,
      calculated: figureText(calculated, stated),
      difference: figureText(difference, stated),
    },
  ];
}

/** Written with the decimals of the stated figure, or with its own where it has more. */
function figureText(value: Decimal, stated: Money): string {
  const [, decimals = ""] = stated.amount.split(".");
  return value.toFixed(Math.max(decimals.length, value.decimalPlaces()));
}

/**
 * Compares the shop's sums with their parts: subtotal, order discounts, charges, tax sums, the total
 * (with tax added only when prices are without it), what was due after gift cards, and the currency
 * of every amount.
 */
export function checkOrderIntegrity(order: Order): IntegrityReport {
  const foreign = foreignAmounts(order).map(({ path, currency }) => ({
    figure: `currency of ${path}`,
    stated: currency,
    calculated: order.currency,
    difference: "",
  }));
  // Sums over several currencies mean nothing, so only the currencies are reported then.
  const differences =
    foreign.length > 0
      ? foreign
      : figureChecks(order).flatMap((check) => differenceOf(check, order.currency));
  return { ok: differences.length === 0, differences, notes: integrityNotes(order) };
}

/** Throws TOTALS_DO_NOT_RECONCILE naming each figure with both values; details hold both breakdowns. */
export function assertOrderIntegrity(order: Order): void {
  const report = checkOrderIntegrity(order);
  if (report.ok) return;
  const figures = report.differences
    .map(({ figure, stated, calculated }) => `${figure} is ${stated}, should be ${calculated}`)
    .join("; ");
  throw new IntegrationError(
    "TOTALS_DO_NOT_RECONCILE",
    `The figures of order ${order.number} do not add up: ${figures}.`,
    {
      details: {
        stated: amountTexts(order.totals),
        calculated: calculatedFigures(order),
        differences: report.differences,
        notes: report.notes,
      },
    },
  );
}

function amountTexts(totals: Order["totals"]): Record<string, string> {
  return Object.fromEntries(Object.entries(totals).map(([name, sum]) => [name, sum.amount]));
}

function calculatedFigures(order: Order): Record<string, string> {
  const figures = figureChecks(order).map(({ figure, stated, parts }) => {
    const sum = parts.reduce((total, part) => total.plus(part), new Decimal(0));
    return [figure, figureText(sum, stated)];
  });
  return Object.fromEntries(figures);
}
