// What the books must make of an invoice's lines: nets, percentage taxes, total, in whole minor units.
// A second implementation, written from commerce-pitfalls.md section 0 and P1, P7, P12.

import { digitsOf } from "../../../sandbox/reconcile/minor-units.ts";
import { type Exact, exact, percentOf, toMinorUnits } from "./exact.ts";

/** A line as the books show it; its tax amounts are percentages. */
export interface BooksLine {
  name: string;
  qty: string | number;
  unit_cost: { amount: string; code: string };
  taxName1: string | null;
  taxAmount1: string | number | null;
  taxName2: string | null;
  taxAmount2: string | number | null;
  compounded_tax?: boolean;
}

export interface InvoiceSums {
  net: bigint;
  tax: bigint;
  total: bigint;
}

/** "line" rounds each tax of each line, "rate" each tax over the whole invoice (P1). */
export type TaxRounding = "line" | "rate";

export function sumInvoice(
  lines: readonly BooksLine[],
  currency: string,
  rounding: TaxRounding = "line",
): InvoiceSums {
  const digits = digitsOf(currency);
  const nets = lines.map(({ qty, unit_cost }) =>
    toMinorUnits(digits, exact(qty), exact(unit_cost.amount)),
  );
  const net = nets.reduce((sum, each) => sum + each, 0n);
  const tax = rounding === "line" ? taxPerLine(lines, nets) : taxPerRate(lines, nets);
  return { net, tax, total: net + tax };
}

function percent(amount: string | number | null): Exact {
  return exact(amount ?? "0");
}

function taxPerLine(lines: readonly BooksLine[], nets: readonly bigint[]): bigint {
  return lines.reduce((sum, line, index) => {
    const net = nets[index] ?? 0n;
    const first = percentOf(net, percent(line.taxAmount1));
    const base = line.compounded_tax ? net + first : net;
    return sum + first + percentOf(base, percent(line.taxAmount2));
  }, 0n);
}

/** A compounded tax has no sum of its own to be rounded on; nothing we write compounds. */
function taxPerRate(lines: readonly BooksLine[], nets: readonly bigint[]): bigint {
  const bases = new Map<string, { percent: Exact; net: bigint }>();
  for (const [index, line] of lines.entries()) {
    for (const amount of [line.taxAmount1, line.taxAmount2]) {
      const rate = percent(amount);
      const key = `${rate.units}/${rate.scale}`;
      const net = (bases.get(key)?.net ?? 0n) + (nets[index] ?? 0n);
      bases.set(key, { percent: rate, net });
    }
  }
  return [...bases.values()].reduce((sum, base) => sum + percentOf(base.net, base.percent), 0n);
}
