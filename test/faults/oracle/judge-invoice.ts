// I2: an invoice holds the lines, tax and total that its order means, by the oracle's own arithmetic.

import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import { seedTaxClasses } from "../../../sandbox/kentico/tax-classes.ts";
import { digitsOf, minorUnits, toText } from "../../../sandbox/reconcile/minor-units.ts";
import { type Exact, exact } from "./exact.ts";
import { type BooksLine, sumInvoice } from "./invoice-arithmetic.ts";
import { type OrderPart, type OrderSums, priceOrder } from "./order-arithmetic.ts";
import type { BooksInvoice } from "./world.ts";

const untaxed = "untaxed";
const roundingLine = "Rounding adjustment";
const adjustmentMax = 5n;
/** Of the simulated shop's delivery options, those that bear tax. */
const shippingClasses: Readonly<Record<string, string>> = {
  Standard: "Standard",
  Express: "Standard",
};

/** What is wrong with an invoice, in words; nothing when all is well. */
export function judgeInvoice(order: LedgerOrder, invoice: BooksInvoice): string[] {
  const currency = order.currency ?? "";
  const digits = digitsOf(currency);
  const goods = invoice.lines.filter(({ name }) => name !== roundingLine);
  const sums = sumInvoice(invoice.lines, currency);
  const adjustment = sumInvoice(invoice.lines, currency).net - sumInvoice(goods, currency).net;
  const problems: string[] = [];
  const amount = minorUnits(invoice.amount.amount, digits);
  if (sums.total !== amount) {
    problems.push(`its lines come to ${toText(sums.total, digits)}, not ${invoice.amount.amount}`);
  }
  const allowed = allowedAdjustment(goods, order);
  if ((adjustment < 0n ? -adjustment : adjustment) > allowed) {
    problems.push(`is adjusted by ${toText(adjustment, digits)}`);
  }
  const expected = expectedSums(order);
  return expected ? [...problems, ...judgeNets(goods, expected, currency)] : problems;
}

/** One minor unit per tax of a line and per discount, at least one, at most five (section 0). */
function allowedAdjustment(goods: readonly BooksLine[], { discounts }: LedgerOrder): bigint {
  const taxes = goods.flatMap((line) => [line.taxAmount1, line.taxAmount2]).filter(isTax).length;
  const roundings = BigInt(Math.max(1, taxes + discounts.length));
  return roundings < adjustmentMax ? roundings : adjustmentMax;
}

function isTax(percent: string | number | null): boolean {
  return exact(percent ?? 0).units !== 0n;
}

interface ExpectedInvoice {
  sums: OrderSums;
  percents: Exact[];
}

/** Null when the ledger does not say where the order is taxed, or its class is unknown to the books. */
function expectedSums(order: LedgerOrder): ExpectedInvoice | null {
  const digits = digitsOf(order.currency);
  const part = (amount: string | null, taxClass: string | null): OrderPart | null => {
    const percent = percentAt(order, taxClass);
    const minor = minorUnits(amount ?? "0", digits);
    return percent && minor !== null ? { amount: minor, taxClass: taxClass ?? "", percent } : null;
  };
  const goods = order.lines.map(({ total, taxClass }) => part(total, taxClass));
  const isShipped = (minorUnits(order.shipping ?? "0", digits) ?? 0n) !== 0n;
  const shipping = isShipped
    ? part(order.shipping, shippingClasses[order.shippingOption ?? ""] ?? untaxed)
    : null;
  if (goods.includes(null) || (isShipped && shipping === null)) return null;
  const parts = goods.flatMap((each) => each ?? []);
  const discount = order.discounts.reduce(
    (sum, { value }) => sum + (minorUnits(value, digits) ?? 0n),
    0n,
  );
  const { pricesIncludeTax } = order;
  const sums = priceOrder({ goods: parts, shipping, discount, pricesIncludeTax });
  const percents = [...parts, ...(shipping ? [shipping] : [])].map((each) => each.percent);
  return { sums, percents };
}

/** The percent of a tax class where the order is taxed; null when that is not known. */
function percentAt(order: LedgerOrder, className: string | null): Exact | null {
  const { billedTo, customer } = order;
  if (className === untaxed) return exact("0");
  const taxClass = seedTaxClasses.find(({ name }) => name === className);
  if (!billedTo || !taxClass) return null;
  if (taxClass.zeroIfIdSupplied && customer.taxId) return exact("0");
  const isHere = (rate: (typeof taxClass.rates)[number]) =>
    rate.countryCode === billedTo.countryCode &&
    (rate.stateCode === undefined || rate.stateCode === billedTo.stateCode);
  return exact(taxClass.rates.find(isHere)?.percent ?? "0");
}

/** The net under each combined percent must be what the order sold under it. */
function judgeNets(
  goods: readonly BooksLine[],
  { sums, percents }: ExpectedInvoice,
  currency: string,
): string[] {
  const digits = digitsOf(currency);
  const expected = netByPercent(
    sums.nets.map((net, index) => ({ net, percent: percents[index] ?? exact(0) })),
  );
  const actual = netByPercent(
    goods.map((line) => ({
      net: sumInvoice([line], currency).net,
      percent: combined(line),
    })),
  );
  const all = [...new Set([...expected.keys(), ...actual.keys()])];
  return all.flatMap((percent) => {
    const [is, should] = [actual.get(percent) ?? 0n, expected.get(percent) ?? 0n];
    if (is === should) return [];
    return [`has ${toText(is, digits)} at ${percent}, not ${toText(should, digits)}`];
  });
}

function combined({ taxAmount1, taxAmount2 }: BooksLine): Exact {
  const [first, second] = [exact(taxAmount1 ?? 0), exact(taxAmount2 ?? 0)];
  const scale = first.scale > second.scale ? first.scale : second.scale;
  const units =
    first.units * 10n ** (scale - first.scale) + second.units * 10n ** (scale - second.scale);
  return { units, scale };
}

function netByPercent(parts: readonly { net: bigint; percent: Exact }[]): Map<string, bigint> {
  const nets = new Map<string, bigint>();
  for (const { net, percent } of parts) {
    const key = `${toText((percent.units * 1_000n) / 10n ** percent.scale, 3)} %`;
    nets.set(key, (nets.get(key) ?? 0n) + net);
  }
  return nets;
}
