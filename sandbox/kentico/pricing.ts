// The shop's arithmetic (reference section 7): subtotals, order discount, tax per tax class, gift card.
// Amounts are decimal strings in the order's currency, with as many digits as the currency rounds to.
import { Decimal } from "decimal.js";
import type { SummaryItem } from "./order-xml.ts";

/** The tax a price bears: class display name and percent at the customer's place. */
export interface TaxRate {
  className: string;
  percent: string;
}

export interface PricingLine {
  unitCount: number;
  unitPrice: string;
  /** Reduction of the whole line. */
  itemDiscount: string;
  tax: TaxRate | null;
}

export interface PricingInput {
  lines: PricingLine[];
  orderDiscount?: { percent: string } | { amount: string };
  shipping?: { price: string; tax: TaxRate | null };
  /** What the gift card can pay at most. */
  giftCardAmount?: string;
  pricesIncludeTax: boolean;
  /** `CurrencyRoundTo`. */
  roundTo: number;
  midpoint: "AwayFromZero" | "ToEven";
}

export interface OrderTotals {
  /** One per line: `OrderItemTotalPrice`. */
  lineTotals: string[];
  orderDiscount: string;
  totalShipping: string;
  totalTax: string;
  totalPrice: string;
  /** What gift cards paid. */
  otherPayments: string;
  grandTotal: string;
  /** Per tax class display name, goods and shipping merged, zero taxes omitted. */
  taxSummary: SummaryItem[];
}

export function priceOrder(input: PricingInput): OrderTotals {
  const round = rounding(input);
  const lineTotals = input.lines.map((line) =>
    round(new Decimal(line.unitPrice).times(line.unitCount).minus(line.itemDiscount)),
  );
  const subtotal = Decimal.sum(0, ...lineTotals);
  const discount = round(orderDiscount(input, subtotal));
  const shipping = round(new Decimal(input.shipping?.price ?? 0));
  const taxes = taxByClass(input, { lineTotals, subtotal, discount, shipping, round });
  const totalTax = Decimal.sum(0, ...taxes.values());
  const goods = subtotal.minus(discount).plus(shipping);
  const totalPrice = input.pricesIncludeTax ? goods : goods.plus(totalTax);
  const otherPayments = Decimal.min(round(new Decimal(input.giftCardAmount ?? 0)), totalPrice);
  const text = (amount: Decimal) => amount.toFixed(input.roundTo);
  return {
    lineTotals: lineTotals.map(text),
    orderDiscount: text(discount),
    totalShipping: text(shipping),
    totalTax: text(totalTax),
    totalPrice: text(totalPrice),
    otherPayments: text(otherPayments),
    grandTotal: text(totalPrice.minus(otherPayments)),
    taxSummary: [...taxes]
      .filter(([, tax]) => !tax.isZero())
      .map(([name, tax]) => ({ name, value: text(tax) })),
  };
}

type Round = (amount: Decimal) => Decimal;

function rounding({ roundTo, midpoint }: PricingInput): Round {
  const mode = midpoint === "ToEven" ? Decimal.ROUND_HALF_EVEN : Decimal.ROUND_HALF_UP;
  return (amount) => amount.toDecimalPlaces(roundTo, mode);
}

function orderDiscount({ orderDiscount: given }: PricingInput, subtotal: Decimal): Decimal {
  if (given === undefined) return new Decimal(0);
  const amount =
    "percent" in given ? subtotal.times(given.percent).dividedBy(100) : new Decimal(given.amount);
  return Decimal.min(amount, subtotal);
}

interface Amounts {
  lineTotals: Decimal[];
  subtotal: Decimal;
  discount: Decimal;
  shipping: Decimal;
  round: Round;
}

/** Tax is rounded once per class over the whole order, and once more for shipping. */
function taxByClass(input: PricingInput, amounts: Amounts): Map<string, Decimal> {
  const taxes = new Map<string, Decimal>();
  const add = (rate: TaxRate, taxable: Decimal) => {
    const tax = amounts.round(taxOf(taxable, rate.percent, input.pricesIncludeTax));
    taxes.set(rate.className, (taxes.get(rate.className) ?? new Decimal(0)).plus(tax));
  };
  for (const { rate, sum } of classSums(input.lines, amounts.lineTotals)) {
    add(rate, sum.minus(discountShare(sum, amounts)));
  }
  const shippingTax = input.shipping?.tax;
  if (shippingTax) add(shippingTax, amounts.shipping);
  return taxes;
}

function classSums(lines: PricingLine[], totals: Decimal[]): { rate: TaxRate; sum: Decimal }[] {
  const sums = new Map<string, { rate: TaxRate; sum: Decimal }>();
  lines.forEach(({ tax }, index) => {
    if (tax === null) return;
    const before = sums.get(tax.className)?.sum ?? new Decimal(0);
    sums.set(tax.className, { rate: tax, sum: before.plus(totals[index] ?? 0) });
  });
  return [...sums.values()];
}

function discountShare(sum: Decimal, { discount, subtotal }: Amounts): Decimal {
  return subtotal.isZero() ? new Decimal(0) : sum.times(discount).dividedBy(subtotal);
}

function taxOf(price: Decimal, percent: string, isIncluded: boolean): Decimal {
  const rate = new Decimal(percent).dividedBy(100);
  const tax = price.times(rate);
  return isIncluded ? tax.dividedBy(rate.plus(1)) : tax;
}
