// Puts the rows of an order, the shop's configuration and the parsed XML columns together into the
// composite order that mappings read. Pure.

import { IntegrationError } from "../../core/errors.ts";
import { Decimal } from "../../core/money.ts";
import { customColumnsOf } from "./custom-fields.ts";
import { orderAddresses, taxPlaceOf } from "./order-addresses.ts";
import type { OrderParts } from "./order-parts.ts";
import { readCouponCodes, readCustomData, readPaymentResult, readSummary } from "./order-xml.ts";
import { mainCurrency, type ReferenceData, rateAt, type TaxPlace } from "./reference-data.ts";
import type { KenticoSettings } from "./settings.ts";
import { pricesIncludeTax } from "./totals-detection.ts";
import type { CurrencyRow } from "./wire/configuration.ts";
import type {
  KenticoOrder,
  KenticoOrderItem,
  KenticoTax,
  SummaryItem,
} from "./wire/kentico-order.ts";
import { type OrderRow, orderSystemColumns } from "./wire/order.ts";
import type { OrderItemRow } from "./wire/order-item.ts";

interface Composition {
  parts: OrderParts;
  data: ReferenceData;
  settings: KenticoSettings;
}

const defaultRoundTo = 2;

/** The configuration an order needs and the data lacks, for the cache to look for. */
export function missingForOrder(
  { order, items, addresses, skus }: OrderParts,
  { taxAddress }: KenticoSettings,
): (data: ReferenceData) => string[] {
  const place = taxPlaceOf(addresses, taxAddress);
  return (data) => {
    const lacks = (kind: string, known: ReadonlyMap<number, unknown>, id: number | null = null) =>
      id === null || known.has(id) ? [] : [`${kind} ${id}`];
    const shipping = data.shippingOptions.get(order.OrderShippingOptionID ?? 0);
    const classIds = [
      ...items.map((item) => skus.get(item.OrderItemSKUID)?.SKUTaxClassID),
      shipping?.ShippingOptionTaxClassID,
    ].flatMap((id) => (id ? [id] : []));
    return [
      ...lacks("status", data.statuses, order.OrderStatusID ?? null),
      ...lacks("currency", data.currencies, order.OrderCurrencyID ?? null),
      ...lacks("payment option", data.paymentOptions, order.OrderPaymentOptionID ?? null),
      ...lacks("shipping option", data.shippingOptions, order.OrderShippingOptionID ?? null),
      ...classIds.flatMap((id) => lacks("tax class", data.taxClasses, id)),
      ...(place === null ? [] : missingRates(data, classIds, place)),
    ];
  };
}

function missingRates(data: ReferenceData, classIds: number[], place: TaxPlace): string[] {
  return classIds
    .filter((id) => rateAt(data, id, place) === null)
    .map((id) => `rate of tax class ${id} at ${place.countryId}/${place.stateId ?? ""}`);
}

/** The tax of a class at the order's place; a known class without a rate there is taxed at 0 %. */
function taxOf(
  classId: number | null | undefined,
  data: ReferenceData,
  place: TaxPlace | null,
): KenticoTax | null {
  if (!classId) return null;
  const taxClass = data.taxClasses.get(classId);
  const rate = place && taxClass ? (rateAt(data, classId, place) ?? "0") : null;
  return {
    TaxClassID: classId,
    TaxClassName: taxClass?.TaxClassName ?? null,
    TaxClassDisplayName: taxClass?.TaxClassDisplayName ?? null,
    TaxClassZeroIfIDSupplied: taxClass?.TaxClassZeroIfIDSupplied ?? false,
    TaxValue: rate,
  };
}

function composeItem(
  item: OrderItemRow,
  { parts, data }: Composition,
  place: TaxPlace | null,
): KenticoOrderItem {
  const sku = parts.skus.get(item.OrderItemSKUID) ?? null;
  const column = (name: string) => `${name} of order ${parts.order.OrderID}`;
  const summary = (name: "OrderItemProductDiscounts" | "OrderItemDiscountSummary") =>
    readSummary({ text: item[name], what: column(name) });
  return {
    ...item,
    OrderItemProductDiscounts: summary("OrderItemProductDiscounts"),
    OrderItemDiscountSummary: summary("OrderItemDiscountSummary"),
    OrderItemCustomData: readCustomData({
      text: item.OrderItemCustomData,
      what: column("OrderItemCustomData"),
    }),
    SKU: sku,
    SKUNumber: sku?.SKUNumber ?? null,
    HasBundleParts: parts.items.some((other) => other.OrderItemBundleGUID === item.OrderItemGuid),
    Tax: taxOf(sku?.SKUTaxClassID, data, place),
  };
}

function currencyOf(order: OrderRow, data: ReferenceData): CurrencyRow {
  const id = order.OrderCurrencyID ?? null;
  const currency = id === null ? mainCurrency(data) : data.currencies.get(id);
  if (currency) return currency;
  throw new IntegrationError(
    "RECORD_NOT_FOUND",
    `Order ${order.OrderID} is in a currency (id ${id ?? "none"}) the shop does not have any more.`,
  );
}

function sum(amounts: readonly string[]): string {
  return amounts.reduce((total, each) => total.plus(each), new Decimal(0)).toFixed();
}

const valuesOf = (items: readonly SummaryItem[]) => items.map((item) => item.Value);

function xmlColumns(order: OrderRow, zone: string) {
  const column = (name: keyof OrderRow & string) => ({
    text: order[name] as string | null | undefined,
    what: `${name} of order ${order.OrderID}`,
  });
  return {
    OrderTaxSummary: readSummary(column("OrderTaxSummary")),
    OrderDiscounts: readSummary(column("OrderDiscounts")),
    OrderOtherPayments: readSummary(column("OrderOtherPayments")),
    OrderCouponCodes: readCouponCodes(column("OrderCouponCodes")),
    OrderPaymentResult: readPaymentResult(column("OrderPaymentResult"), zone),
    OrderCustomData: readCustomData(column("OrderCustomData")),
  };
}

type XmlColumns = ReturnType<typeof xmlColumns>;

function calculatedTotals({ order, items }: OrderParts, xml: XmlColumns) {
  return {
    Subtotal: sum(items.map((item) => item.OrderItemTotalPrice)),
    Discount: sum(valuesOf(xml.OrderDiscounts)),
    Shipping: order.OrderTotalShipping ?? "0",
    OtherPayments: sum(valuesOf(xml.OrderOtherPayments)),
  };
}

/** Composes an order. Throws MESSAGE_INVALID (unreadable XML) or RECORD_NOT_FOUND (its currency). */
export function composeOrder(composition: Composition): KenticoOrder {
  const { parts, data, settings } = composition;
  const { order, items } = parts;
  const place = taxPlaceOf(parts.addresses, settings.taxAddress);
  const addresses = orderAddresses(parts.addresses, data);
  const xml = xmlColumns(order, settings.timeZone);
  const totals = calculatedTotals(parts, xml);
  const currency = currencyOf(order, data);
  const shippingOption = data.shippingOptions.get(order.OrderShippingOptionID ?? 0) ?? null;
  const figures = {
    subtotal: totals.Subtotal,
    discount: totals.Discount,
    shipping: totals.Shipping,
    tax: order.OrderTotalTax,
    totalPrice: order.OrderTotalPrice,
    roundTo: currency.CurrencyRoundTo ?? defaultRoundTo,
    parts: items.length + xml.OrderDiscounts.length + xml.OrderTaxSummary.length + 1,
  };
  return {
    ...order,
    ...xml,
    CustomFields: { ...customColumnsOf(order, orderSystemColumns), ...xml.OrderCustomData },
    Items: [...items]
      .sort((left, right) => left.OrderItemID - right.OrderItemID)
      .map((item) => composeItem(item, composition, place)),
    Customer: parts.customer,
    Addresses: addresses.all,
    BillingAddress: addresses.billing,
    ShippingAddress: addresses.shipping,
    Status: data.statuses.get(order.OrderStatusID ?? 0) ?? null,
    Currency: currency,
    MainCurrency: mainCurrency(data),
    PaymentOption: data.paymentOptions.get(order.OrderPaymentOptionID ?? 0) ?? null,
    ShippingOption: shippingOption,
    ShippingTax: taxOf(shippingOption?.ShippingOptionTaxClassID, data, place),
    CalculatedTotals: totals,
    PricesIncludeTax: pricesIncludeTax(figures, settings.priceMode === "inclusive"),
  };
}
