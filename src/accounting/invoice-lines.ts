// Writes the lines of an invoice from the nets of an order. Makes no rounding adjustment and does not
// look at the order's total.

import type { InvoiceLine } from "../canonical/invoice.ts";
import type { Order } from "../canonical/order.ts";
import { type Decimal, decimal, roundToCurrency } from "../core/money.ts";
import { discountSum } from "./discount-allocation.ts";
import { discountLines } from "./discount-lines.ts";
import type { InvoiceOptions } from "./invoice-options.ts";
import { lowerLines } from "./line-lowering.ts";
import { assertLinesAccepted } from "./negative-lines.ts";
import { type NetPart, netParts } from "./net-part.ts";
import type { PricedPart } from "./priced-part.ts";
import { priceQuantity, priceText } from "./unit-price.ts";
import { afterTaxLines } from "./untaxed-line.ts";

/**
 * Goods, discounts, charges, then what was taken off after tax. Nets only, the books add the tax.
 * Throws TAX_UNMAPPED (see `resolveTaxes`) and NOT_SUPPORTED for a negative line the books refuse.
 */
export function invoiceLines(order: Order, options: InvoiceOptions): InvoiceLine[] {
  const parts = netParts(order, options.taxTable);
  const asOwnLines = options.discountStyle === "lines" && options.acceptNegativeLines;
  const goods = parts.filter(({ part }) => part.kind === "goods");
  const charges = parts.filter(({ part }) => part.kind === "charge");
  const lines = [
    ...goods.map((each) => lineOf(each, asOwnLines, order.currency)),
    ...(asOwnLines ? discountLines(parts, order) : []),
    ...charges.map((each) => lineOf(each, asOwnLines, order.currency)),
  ];
  return takeOffAfterTax(lines, order, options);
}

function takeOffAfterTax(
  lines: InvoiceLine[],
  order: Order,
  options: InvoiceOptions,
): InvoiceLine[] {
  if (options.acceptNegativeLines) return [...lines, ...afterTaxLines(order)];
  assertLinesAccepted(lines, order);
  return lowerLines(lines, discountSum(order.discounts, "after-tax"), {
    currency: order.currency,
    taxRounding: options.taxRounding,
  });
}

function lineOf(each: NetPart, keepsFullNet: boolean, currency: string): InvoiceLine {
  const { part } = each;
  const net = keepsFullNet ? each.fullNet : each.net;
  const discount = keepsFullNet ? part.ownDiscount : part.ownDiscount.plus(each.share);
  const { quantity, unitPrice, isFolded } = priceQuantity(net, part.quantity, currency);
  const priceDetail = isFolded || !discount.isZero() ? describePrice(part, discount, currency) : "";
  return {
    kind: part.kind,
    name: part.name,
    description: [...part.details, priceDetail].filter((text) => text !== "").join("; ") || null,
    quantity,
    unitPrice: { amount: unitPrice, currency },
    taxTreatment: part.taxes.treatment,
    taxes: part.taxes.taxes,
    taxSource: part.taxes.source,
    taxBreakdown: part.taxes.breakdown ?? null,
  };
}

/** What the customer saw in the shop: "3 x 9.99, discount 2.97". */
function describePrice(part: PricedPart, discount: Decimal, currency: string): string {
  const quantity = decimal(part.quantity);
  const isPlain = quantity.equals(1) && discount.isZero();
  if (isPlain) return "";
  const listPrice = `${quantity.toFixed()} x ${priceText(part.unitPrice, currency)}`;
  return discount.isZero()
    ? listPrice
    : `${listPrice}, discount ${roundToCurrency(discount, currency)}`;
}
