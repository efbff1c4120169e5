// Turns what was bought into the columns of an order, its items and its addresses.
// Used by the checkout and by edits in the administration; raises no events itself.
import { Decimal } from "decimal.js";
import { byName, catalogueLine, type Place, placeOf, taxRateOf } from "./catalogue.ts";
import type { PlacedAddress } from "./customers.ts";
import { ADDRESS_TYPE, addressColumns } from "./customers.ts";
import type { OrderRequest, OrderRequestLine } from "./order-request.ts";
import { couponCodesXml, customDataXml, summaryXml } from "./order-xml.ts";
import { type OrderTotals, type PricingInput, priceOrder } from "./pricing.ts";
import type { Shop } from "./shop.ts";
import type { Actor, Row } from "./tables.ts";

export interface ComposedOrder {
  /** Order columns: amounts, currency, options, XML columns, custom columns. */
  order: Row;
  /** Item columns in line order, without order id and GUIDs. */
  items: Row[];
  billing: PlacedAddress;
  shipping: PlacedAddress | null;
}

export function composeOrder(
  shop: Shop,
  request: OrderRequest,
  { hasTaxId, actor }: { hasTaxId: boolean; actor: Actor },
): ComposedOrder {
  const billing = placed(shop, request.billingAddress);
  const shipping = request.shippingAddress ? placed(shop, request.shippingAddress) : null;
  const usesShipping = shop.settings.CMSStoreApplyTaxesBasedOn === 1;
  const taxPlace: Place = usesShipping && shipping !== null ? shipping.place : billing.place;
  const taxes = { place: taxPlace, hasTaxId };
  const lines = request.lines.map((line) => ({
    line,
    ...catalogueLine(shop, line, { request, taxes, actor }),
  }));
  const currency = byName(shop, "ecommerce.currency", request.currency);
  const pricing: PricingInput = {
    lines: lines.map(({ line, tax }) => ({
      unitCount: line.quantity,
      unitPrice: line.unitPrice,
      itemDiscount: line.itemDiscount?.amount ?? "0",
      tax,
    })),
    orderDiscount: request.orderDiscount,
    shipping: request.shipping && {
      price: request.shipping.price,
      tax: shippingTax(shop, request.shipping, taxes),
    },
    giftCardAmount: request.giftCard?.amount,
    pricesIncludeTax: request.pricesIncludeTax ?? shop.settings.CMSIncludeTaxInPrices,
    roundTo: Number(currency["CurrencyRoundTo"]),
    midpoint: shop.settings.CMSPriceRounding,
  };
  const totals = priceOrder(pricing);
  const order = orderColumns(shop, request, { totals, currency });
  const items = lines.map(({ line, skuId }, index) =>
    itemColumns(line, skuId, totals.lineTotals[index] ?? "0"),
  );
  return { order, items, billing, shipping };
}

function placed(shop: Shop, address: OrderRequest["billingAddress"]): PlacedAddress {
  return { address, place: placeOf(shop, address) };
}

function shippingTax(
  shop: Shop,
  shipping: NonNullable<OrderRequest["shipping"]>,
  taxes: { place: Place; hasTaxId: boolean },
) {
  const option = byName(shop, "ecommerce.shippingoption", shipping.option);
  const ofOption = Number(option["ShippingOptionTaxClassID"]);
  const taxClass =
    shipping.taxClass === undefined
      ? shop.tables.get("ecommerce.taxclass", ofOption)
      : byName(shop, "ecommerce.taxclass", shipping.taxClass);
  return taxClass === undefined ? null : taxRateOf(shop, taxClass, taxes);
}

function orderColumns(
  shop: Shop,
  request: OrderRequest,
  { totals, currency }: { totals: OrderTotals; currency: Row },
): Row {
  const amounts = withOverrides(totals, request, Number(currency["CurrencyRoundTo"]));
  const inMain = (amount: string) => inMainCurrency(shop, currency, amount);
  const { giftCard, orderDiscount, shipping, payment } = request;
  const optionId = (type: string, name: string, column: string) =>
    Number(byName(shop, type, name)[column]);
  return {
    OrderCurrencyID: Number(currency["CurrencyID"]),
    OrderPaymentOptionID: payment?.method
      ? optionId("ecommerce.paymentoption", payment.method, "PaymentOptionID")
      : null,
    OrderShippingOptionID: shipping
      ? optionId("ecommerce.shippingoption", shipping.option, "ShippingOptionID")
      : null,
    OrderTotalPrice: amounts.totalPrice,
    OrderTotalPriceInMainCurrency: inMain(amounts.totalPrice),
    OrderGrandTotal: amounts.grandTotal,
    OrderGrandTotalInMainCurrency: inMain(amounts.grandTotal),
    OrderTotalShipping: amounts.totalShipping,
    OrderTotalTax: amounts.totalTax,
    OrderTaxSummary: summaryXml(totals.taxSummary),
    OrderDiscounts: summaryXml(named(orderDiscount?.name, totals.orderDiscount)),
    OrderOtherPayments: summaryXml(named(giftCard?.code, totals.otherPayments)),
    OrderCouponCodes: couponCodesXml(request.couponCodes ?? []),
    OrderCustomData: customDataXml(request.customData ?? {}),
    OrderNote: request.note ?? null,
    OrderCulture: request.culture ?? "en-US",
    ...request.customColumns,
  };
}

function named(name: string | undefined, value: string) {
  return name === undefined || new Decimal(value).isZero() ? [] : [{ name, value }];
}

interface StoredAmounts {
  totalPrice: string;
  grandTotal: string;
  totalShipping: string;
  totalTax: string;
}

function withOverrides(
  totals: OrderTotals,
  { override }: OrderRequest,
  roundTo: number,
): StoredAmounts {
  const added = new Decimal(totals.totalPrice).plus(override?.addToTotalPrice ?? 0);
  const totalPrice = override?.totalPrice ?? added.toFixed(roundTo);
  const left = new Decimal(totalPrice).minus(totals.otherPayments).toFixed(roundTo);
  return {
    totalPrice,
    grandTotal: override?.grandTotal ?? left,
    totalShipping: override?.totalShipping ?? totals.totalShipping,
    totalTax: override?.totalTax ?? totals.totalTax,
  };
}

/** `ExchangeRateValue` is what one unit of the foreign currency costs in the main one. */
function inMainCurrency(shop: Shop, currency: Row, amount: string): string {
  if (currency["CurrencyIsMain"] === true) return amount;
  const rate = shop.tables.find(
    "ecommerce.exchangerate",
    (row) => row["ExchangeRateToCurrencyID"] === currency["CurrencyID"],
  );
  const main = shop.tables.find("ecommerce.currency", (row) => row["CurrencyIsMain"] === true);
  const value = new Decimal(amount).times(String(rate?.["ExchangeRateValue"] ?? 1));
  return value.toFixed(Number(main?.["CurrencyRoundTo"] ?? 2), Decimal.ROUND_HALF_UP);
}

function itemColumns(line: OrderRequestLine, skuId: number, lineTotal: string): Row {
  const { itemDiscount } = line;
  return {
    OrderItemSKUID: skuId,
    OrderItemSKUName: line.name,
    OrderItemUnitCount: line.quantity,
    OrderItemUnitPrice: line.unitPrice,
    OrderItemTotalPrice: lineTotal,
    OrderItemDiscountSummary: summaryXml(named(itemDiscount?.name, itemDiscount?.amount ?? "0")),
    OrderItemText: line.text ?? null,
    OrderItemSendNotification: false,
  };
}

export interface OrderParts {
  orderId: number;
  customer: Row;
  composed: ComposedOrder;
  request: OrderRequest;
  /** One `OrderItemGuid` per line. */
  guids: string[];
  actor: Actor;
}

/** Inserts the items; options and bundle parts point at their line by its GUID. */
export function insertItems(shop: Shop, parts: OrderParts): void {
  const { orderId, composed, request, guids, actor } = parts;
  const guidAt = (index: number | undefined) =>
    index === undefined ? null : (guids[index] ?? null);
  composed.items.forEach((columns, index) => {
    const line = request.lines[index];
    const values: Row = {
      ...columns,
      OrderItemOrderID: orderId,
      OrderItemGuid: guidAt(index),
      OrderItemParentGuid: guidAt(line?.parentLine),
      OrderItemBundleGUID: guidAt(line?.bundleOf),
    };
    shop.tables.insert("ecommerce.orderitem", values, actor);
  });
}

/** Inserts the billing row, and a shipping row when the order has an address of its own for it. */
export function insertAddresses(shop: Shop, { orderId, customer, composed, actor }: OrderParts) {
  const insert = (placedAddress: PlacedAddress, type: number) => {
    const columns = addressColumns(placedAddress, customer);
    const values = { ...columns, AddressOrderID: orderId, AddressType: type };
    shop.tables.insert("ecommerce.orderaddress", values, actor);
  };
  insert(composed.billing, ADDRESS_TYPE.billing);
  if (composed.shipping !== null) insert(composed.shipping, ADDRESS_TYPE.shipping);
}
