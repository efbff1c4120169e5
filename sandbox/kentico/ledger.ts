// What the shop holds, in plain words, for a test's oracle: every order with what was captured for it.
// Amounts are decimal strings in the order's currency; times are UTC.
import type { OrderRequest } from "./order-request.ts";
import { numberOf, type OrderView, textOf, viewOrder } from "./order-view.ts";
import {
  type PaymentResult,
  parsePaymentResult,
  parseSummary,
  type SummaryItem,
} from "./order-xml.ts";
import type { Shop } from "./shop.ts";
import type { Row } from "./tables.ts";
import { utc } from "./webhook-snapshot.ts";

interface LedgerLine {
  sku: string | null;
  name: string | null;
  quantity: number;
  unitPrice: string | null;
  total: string | null;
  taxClass: string | null;
}

export interface LedgerOrder {
  id: number;
  guid: string;
  number: string | null;
  currency: string | null;
  totalPrice: string;
  grandTotal: string;
  totalTax: string;
  shipping: string | null;
  /** Code name of the delivery option. */
  shippingOption?: string | null;
  discounts: SummaryItem[];
  otherPayments: SummaryItem[];
  taxSummary: SummaryItem[];
  pricesIncludeTax: boolean;
  lines: LedgerLine[];
  customer: { guid: string; email: string | null; company: string | null; taxId: string | null };
  isPaid: boolean;
  payment: PaymentResult | null;
  status: string | null;
  placedAt: string | null;
  /** Where the order is billed to, which decides its taxes; absent when it came over REST. */
  billedTo?: { countryCode: string; stateCode?: string };
  meant?: "invoice" | "dead-letter" | "skip";
}

interface LedgerCall {
  at: string;
  method: string;
  path: string;
  status: number | null;
}

export interface KenticoLedger {
  orders: LedgerOrder[];
  calls: LedgerCall[];
}

export function ledgerOrders(shop: Shop): LedgerOrder[] {
  return shop.tables.all("ecommerce.order").map((row) => ledgerOrder(shop, row));
}

export function ledgerOrder(shop: Shop, row: Row): LedgerOrder {
  const view = viewOrder(shop, row);
  const placedWith = shop.requests.get(Number(row["OrderID"]));
  return {
    id: Number(row["OrderID"]),
    guid: String(row["OrderGUID"]),
    number: textOf(row, "OrderInvoiceNumber"),
    currency: textOf(view.currency, "CurrencyCode"),
    ...amounts(row),
    shippingOption: textOf(view.shippingOption, "ShippingOptionName"),
    pricesIncludeTax: placedWith?.pricesIncludeTax ?? shop.settings.CMSIncludeTaxInPrices,
    lines: view.items.map(ledgerLine),
    customer: {
      guid: String(view.customer?.["CustomerGUID"]),
      email: textOf(view.customer, "CustomerEmail"),
      company: textOf(view.customer, "CustomerCompany"),
      taxId: textOf(view.customer, "CustomerTaxRegistrationID"),
    },
    isPaid: row["OrderIsPaid"] === true,
    payment: parsePaymentResult(textOf(row, "OrderPaymentResult")),
    status: textOf(view.status, "StatusName"),
    placedAt: utc(shop, row, "OrderDate"),
    ...(placedWith && { billedTo: placeOf(placedWith) }),
    ...(placedWith?.meant && { meant: placedWith.meant }),
  };
}

function placeOf({ billingAddress: { countryCode, stateCode } }: OrderRequest) {
  return { countryCode, ...(stateCode && { stateCode }) };
}

function amounts(row: Row) {
  return {
    totalPrice: String(row["OrderTotalPrice"]),
    grandTotal: String(row["OrderGrandTotal"]),
    totalTax: String(row["OrderTotalTax"]),
    shipping: textOf(row, "OrderTotalShipping"),
    discounts: parseSummary(textOf(row, "OrderDiscounts")),
    otherPayments: parseSummary(textOf(row, "OrderOtherPayments")),
    taxSummary: parseSummary(textOf(row, "OrderTaxSummary")),
  };
}

function ledgerLine({ item, sku, taxClass }: OrderView["items"][number]): LedgerLine {
  return {
    sku: textOf(sku, "SKUNumber"),
    name: textOf(item, "OrderItemSKUName"),
    quantity: numberOf(item, "OrderItemUnitCount") ?? 0,
    unitPrice: textOf(item, "OrderItemUnitPrice"),
    total: textOf(item, "OrderItemTotalPrice"),
    taxClass: textOf(taxClass, "TaxClassName"),
  };
}
