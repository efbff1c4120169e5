// The sums of an invoice: lines, percentage discount, two percentage taxes per line, rounding. No state.
import { Decimal } from "decimal.js";
import { roundTo, sum } from "./currency.ts";
import type { InvoiceLine } from "./records.ts";

export interface InvoiceSums {
  subtotal: Decimal;
  /** Negative or zero, as FreshBooks shows it. */
  discountTotal: Decimal;
  taxTotal: Decimal;
  amount: Decimal;
}

export interface Taxation {
  currencyCode: string;
  discountPercent: string;
  /** `line` rounds each tax of each line, `rate` each tax over the whole invoice. */
  rounding: "line" | "rate";
}

type PricedLine = Pick<
  InvoiceLine,
  "qty" | "unit_cost" | "taxName1" | "taxAmount1" | "taxName2" | "taxAmount2" | "compounded_tax"
>;

/** Quantity times unit cost before discount and tax, rounded half-up to the currency. */
export function lineAmount(line: Pick<PricedLine, "qty" | "unit_cost">): Decimal {
  const { amount, code } = line.unit_cost;
  return roundTo(new Decimal(line.qty).times(amount), code);
}

/** The discount comes off before tax, spread over the lines in proportion (quirk 22). */
export function sumInvoice(lines: readonly PricedLine[], taxation: Taxation): InvoiceSums {
  const { currencyCode, discountPercent } = taxation;
  const subtotal = sum(lines.map(lineAmount));
  const discountTotal = roundTo(subtotal.times(discountPercent).dividedBy(100), currencyCode).neg();
  const taxTotal =
    taxation.rounding === "line" ? taxPerLine(lines, taxation) : taxPerRate(lines, taxation);
  return { subtotal, discountTotal, taxTotal, amount: subtotal.plus(discountTotal).plus(taxTotal) };
}

function taxPerLine(lines: readonly PricedLine[], taxation: Taxation): Decimal {
  const rounded = (amount: Decimal) => roundTo(amount, taxation.currencyCode);
  return sum(
    lines.map((line) => {
      const base = discounted(line, taxation);
      const tax1 = rounded(share(base, line.taxAmount1));
      const tax2 = rounded(share(line.compounded_tax ? base.plus(tax1) : base, line.taxAmount2));
      return tax1.plus(tax2);
    }),
  );
}

function taxPerRate(lines: readonly PricedLine[], taxation: Taxation): Decimal {
  const totals = new Map<string, Decimal>();
  const add = (name: string | null, percent: string, tax: Decimal) => {
    const key = `${name ?? ""}\u0000${new Decimal(percent).toString()}`;
    totals.set(key, (totals.get(key) ?? new Decimal(0)).plus(tax));
  };
  for (const line of lines) {
    const base = discounted(line, taxation);
    const tax1 = share(base, line.taxAmount1);
    add(line.taxName1, line.taxAmount1, tax1);
    const base2 = line.compounded_tax ? base.plus(tax1) : base;
    add(line.taxName2, line.taxAmount2, share(base2, line.taxAmount2));
  }
  return sum([...totals.values()].map((tax) => roundTo(tax, taxation.currencyCode)));
}

function discounted(line: PricedLine, { discountPercent }: Taxation): Decimal {
  const amount = lineAmount(line);
  return amount.minus(share(amount, discountPercent));
}

function share(amount: Decimal, percent: string): Decimal {
  return amount.times(percent).dividedBy(100);
}
