// The parts of an order that an invoice asks money for, each with the taxes of the books: its lines,
// with the free parts of a bundle folded into it, and its charges (commerce-pitfalls P9, P27).

import type { Order } from "../canonical/order.ts";
import type { OrderCharge, OrderLine } from "../canonical/order-parts.ts";
import { Decimal, decimal, isZero, minorUnits } from "../core/money.ts";
import { type ResolvedTaxes, resolveTaxes, type TaxTable } from "./tax-lookup.ts";

export interface PricedPart {
  kind: "goods" | "charge";
  name: string;
  /** Texts for the description, such as the SKU. */
  details: string[];
  quantity: string;
  /** Price of one unit as the shop showed it. */
  unitPrice: Decimal;
  /** What the shop took off this part by itself, already in `amount`. */
  ownDiscount: Decimal;
  /** After its own discounts, in minor units of the currency, with or without tax as the order says. */
  amount: Decimal;
  taxes: ResolvedTaxes;
  /** The tax the shop kept for it. */
  shopTax: string | null;
}

/** Prices each part's tax by the address that decided the taxes of the order. */
export function pricedParts(order: Order, table: TaxTable): PricedPart[] {
  const place = taxPlace(order);
  const contents = bundleContents(order.lines);
  const goods = order.lines
    .filter((line) => !isFreeBundlePart(line, order.lines))
    .map((line) => ({
      ...goodsPart(line, contents.get(line.id) ?? []),
      taxes: resolveTaxes(line.tax, place, table),
    }));
  // Free shipping is no line at all.
  const charges = order.charges
    .filter((charge) => !isZero(charge.amount.amount))
    .map((charge) => ({ ...chargePart(charge), taxes: resolveTaxes(charge.tax, place, table) }));
  return [...goods, ...charges];
}

function taxPlace(order: Order) {
  return order.taxAddress === "shipping"
    ? (order.shippingAddress ?? order.billingAddress)
    : (order.billingAddress ?? order.shippingAddress);
}

function isFreeBundlePart(line: OrderLine, lines: readonly OrderLine[]): boolean {
  return (
    line.kind === "bundle-part" &&
    isZero(line.total.amount) &&
    lines.some((other) => other.id === line.parentId && other.id !== line.id)
  );
}

function bundleContents(lines: readonly OrderLine[]): Map<string, string[]> {
  const contents = new Map<string, string[]>();
  for (const line of lines) {
    if (!isFreeBundlePart(line, lines)) continue;
    const bundle = line.parentId ?? "";
    const text = `${decimal(line.quantity).toFixed()} x ${line.name}`;
    contents.set(bundle, [...(contents.get(bundle) ?? []), text]);
  }
  return contents;
}

function goodsPart(line: OrderLine, contents: readonly string[]): Omit<PricedPart, "taxes"> {
  return {
    kind: "goods",
    name: line.name,
    details: [
      line.description ?? "",
      line.sku ? `SKU ${line.sku}` : "",
      contents.length > 0 ? `Contains ${contents.join(", ")}` : "",
    ],
    quantity: line.quantity,
    unitPrice: decimal(line.unitPrice.amount),
    ownDiscount: decimal(line.discount?.amount ?? "0"),
    amount: inMinorUnits(line.total),
    shopTax: line.tax.amount?.amount ?? null,
  };
}

function chargePart(charge: OrderCharge): Omit<PricedPart, "taxes"> {
  const amount = inMinorUnits(charge.amount);
  return {
    kind: "charge",
    name: charge.name,
    details: [],
    quantity: "1",
    unitPrice: amount,
    ownDiscount: new Decimal(0),
    amount,
    shopTax: charge.tax.amount?.amount ?? null,
  };
}

function inMinorUnits({ amount, currency }: { amount: string; currency: string }): Decimal {
  return decimal(amount).toDecimalPlaces(minorUnits(currency));
}
