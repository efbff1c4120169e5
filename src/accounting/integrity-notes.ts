// Oddities of an order's lines and taxes that a person may want to know but that do not stop it: the
// invoice follows the line totals and the order total, so these figures change nothing.

import type { Order } from "../canonical/order.ts";
import type { OrderLine } from "../canonical/order-parts.ts";
import { Decimal, decimal, minorUnit, roundToCurrency } from "../core/money.ts";

function lineNote(line: OrderLine, currency: string): string[] {
  const discount = line.discount?.amount ?? "0";
  const calculated = decimal(line.quantity).times(line.unitPrice.amount).minus(discount);
  const apart = calculated.minus(line.total.amount).abs();
  if (apart.lessThanOrEqualTo(minorUnit(currency))) return [];
  return [
    `Line "${line.name}": ${line.quantity} x ${line.unitPrice.amount} less ${discount} ` +
      `is ${roundToCurrency(calculated, currency)}, the shop says ${line.total.amount}.`,
  ];
}

/** The taxes of the parts against all tax, only where the shop keeps them for every part. */
function taxNote(order: Order): string[] {
  const taxes = [...order.lines, ...order.charges].map((part) => part.tax.amount?.amount ?? null);
  const known = taxes.filter((tax) => tax !== null);
  if (known.length === 0 || known.length < taxes.length) return [];
  const sum = known.reduce((total, tax) => total.plus(tax), new Decimal(0));
  const apart = sum.minus(order.totals.tax.amount).abs();
  if (apart.lessThanOrEqualTo(minorUnit(order.currency).times(known.length))) return [];
  return [
    `The taxes of the lines come to ${roundToCurrency(sum, order.currency)}, ` +
      `all tax of the order is ${order.totals.tax.amount}.`,
  ];
}

/** One sentence per oddity. */
export function integrityNotes(order: Order): string[] {
  return [...order.lines.flatMap((line) => lineNote(line, order.currency)), ...taxNote(order)];
}
