// The `snapshot` of a fat webhook: the order as the module sees it, money as strings, times in UTC.
import { ADDRESS_TYPE } from "./customers.ts";
import { numberOf, type OrderView, textOf, viewOrder } from "./order-view.ts";
import {
  parseCouponCodes,
  parseCustomData,
  parsePaymentResult,
  parseSummary,
} from "./order-xml.ts";
import { toInstant } from "./server-time.ts";
import type { Shop } from "./shop.ts";
import type { Row } from "./tables.ts";

/** A stored wall time as a UTC instant with `Z`. */
export function utc(shop: Shop, row: Row, column: string): string | null {
  const wallTime = textOf(row, column);
  return wallTime === null ? null : toInstant(wallTime, shop.serverTimeZone).toISOString();
}

export function orderSnapshot(shop: Shop, row: Row): Record<string, unknown> {
  const view = viewOrder(shop, row);
  return {
    order: orderPart(shop, view),
    items: view.items.map(itemPart),
    customer: customerSnapshot(view.customer ?? {}),
    addresses: view.addresses.map((address) => addressPart(shop, address)),
    payment: paymentPart(shop, row),
  };
}

function orderPart(shop: Shop, view: OrderView): Record<string, unknown> {
  const { order, currency, status } = view;
  const main = shop.tables.find("ecommerce.currency", (each) => each["CurrencyIsMain"] === true);
  const placedWith = shop.requests.get(Number(order["OrderID"]));
  return {
    OrderID: order["OrderID"],
    OrderInvoiceNumber: order["OrderInvoiceNumber"],
    OrderDateUtc: utc(shop, order, "OrderDate"),
    OrderStatusName: textOf(status, "StatusName"),
    OrderStatusOrderIsPaid: status?.["StatusOrderIsPaid"] ?? false,
    OrderIsPaid: order["OrderIsPaid"],
    CurrencyCode: textOf(currency, "CurrencyCode"),
    CurrencyRoundTo: numberOf(currency, "CurrencyRoundTo"),
    MainCurrencyCode: textOf(main, "CurrencyCode"),
    PricesIncludeTax: placedWith?.pricesIncludeTax ?? shop.settings.CMSIncludeTaxInPrices,
    OrderTotalPrice: textOf(order, "OrderTotalPrice"),
    OrderGrandTotal: textOf(order, "OrderGrandTotal"),
    OrderTotalTax: textOf(order, "OrderTotalTax"),
    OrderTotalShipping: textOf(order, "OrderTotalShipping"),
    TaxSummary: parseSummary(textOf(order, "OrderTaxSummary")),
    Discounts: parseSummary(textOf(order, "OrderDiscounts")),
    OtherPayments: parseSummary(textOf(order, "OrderOtherPayments")),
    CouponCodes: parseCouponCodes(textOf(order, "OrderCouponCodes")),
    PaymentOptionName: textOf(view.paymentOption, "PaymentOptionName"),
    ShippingOptionName: textOf(view.shippingOption, "ShippingOptionName"),
    CustomData: parseCustomData(textOf(order, "OrderCustomData")),
    CustomColumns: customColumns(shop, order),
  };
}

function customColumns(shop: Shop, order: Row): Record<string, unknown> {
  const columns = shop.tables.typeOf("ecommerce.order")?.columns ?? [];
  const custom = columns.filter(({ system, name }) => !system && (order[name] ?? null) !== null);
  return Object.fromEntries(custom.map(({ name }) => [name, order[name]]));
}

function itemPart({ item, sku, taxClass }: OrderView["items"][number]): Record<string, unknown> {
  return {
    OrderItemGuid: item["OrderItemGuid"],
    OrderItemSKUID: item["OrderItemSKUID"],
    SKUNumber: textOf(sku, "SKUNumber"),
    OrderItemSKUName: item["OrderItemSKUName"],
    OrderItemUnitCount: item["OrderItemUnitCount"],
    OrderItemUnitPrice: textOf(item, "OrderItemUnitPrice"),
    OrderItemTotalPrice: textOf(item, "OrderItemTotalPrice"),
    TaxClassName: textOf(taxClass, "TaxClassName"),
    ParentGuid: item["OrderItemParentGuid"],
    BundleGuid: item["OrderItemBundleGUID"],
    Text: item["OrderItemText"],
  };
}

export function customerSnapshot(customer: Row): Record<string, unknown> {
  return {
    CustomerID: customer["CustomerID"],
    CustomerGUID: customer["CustomerGUID"],
    CustomerEmail: customer["CustomerEmail"],
    CustomerFirstName: customer["CustomerFirstName"],
    CustomerLastName: customer["CustomerLastName"],
    CustomerCompany: customer["CustomerCompany"],
    CustomerTaxRegistrationID: customer["CustomerTaxRegistrationID"],
    IsRegistered: (customer["CustomerUserID"] ?? null) !== null,
  };
}

function addressPart(shop: Shop, address: Row): Record<string, unknown> {
  const country = shop.tables.get("cms.country", numberOf(address, "AddressCountryID"));
  const state = shop.tables.get("cms.state", numberOf(address, "AddressStateID"));
  return {
    AddressType: address["AddressType"] === ADDRESS_TYPE.billing ? "Billing" : "Shipping",
    AddressPersonalName: address["AddressPersonalName"],
    AddressLine1: address["AddressLine1"],
    AddressLine2: address["AddressLine2"],
    AddressCity: address["AddressCity"],
    AddressZip: address["AddressZip"],
    StateCode: textOf(state, "StateCode"),
    CountryTwoLetterCode: textOf(country, "CountryTwoLetterCode"),
  };
}

function paymentPart(shop: Shop, order: Row): Record<string, unknown> {
  const result = parsePaymentResult(textOf(order, "OrderPaymentResult"));
  const date = result?.date ?? null;
  return {
    isCompleted: result?.isCompleted ?? false,
    isAuthorized: result?.isAuthorized ?? false,
    isFailed: result?.isFailed ?? false,
    transactionId: result?.transactionId ?? null,
    methodName: result?.methodName ?? null,
    date: date === null ? null : toInstant(date, shop.serverTimeZone).toISOString(),
  };
}
