// The worked example of the order arithmetic as a composite order, written by hand, and its mapping.

import { z } from "zod";
import { type Message, messageJsonSchema, parseMessage } from "../../canonical/messages.ts";
import type { JsonObject } from "../../core/json.ts";
import { compileMapping } from "../../mapping/compile.ts";
import { lookupTablesOf } from "../../mapping/lookup-tables.ts";
import { createKentico } from "./connector.ts";
import { kenticoSettings } from "./settings.ts";
import type { KenticoOrder, KenticoOrderItem, KenticoTax } from "./wire/kentico-order.ts";
import { kenticoOrder } from "./wire/kentico-order.ts";

export const food: KenticoTax = {
  TaxClassID: 1,
  TaxClassName: "Food",
  TaxClassDisplayName: "Food and drink",
  TaxClassZeroIfIDSupplied: false,
  TaxValue: "10.000000000",
};

export const standard: KenticoTax = {
  TaxClassID: 2,
  TaxClassName: "Standard",
  TaxClassDisplayName: "Standard rate",
  TaxClassZeroIfIDSupplied: true,
  TaxValue: "20.000000000",
};

export function item(changes: Partial<KenticoOrderItem> = {}): KenticoOrderItem {
  return {
    OrderItemID: 1,
    OrderItemGuid: "11111111-0000-4000-8000-000000000001",
    OrderItemSKUID: 12,
    OrderItemSKUName: "Ethiopia",
    OrderItemUnitCount: 2,
    OrderItemUnitPrice: "12.950000000",
    OrderItemTotalPrice: "25.900000000",
    OrderItemProductDiscounts: [],
    OrderItemDiscountSummary: [],
    OrderItemCustomData: {},
    SKU: { SKUID: 12, SKUGUID: "22222222-0000-4000-8000-000000000012", SKUNumber: "ETH-1" },
    SKUNumber: "ETH-1",
    HasBundleParts: false,
    Tax: food,
    ...changes,
  };
}

const boston = {
  AddressID: 1,
  AddressType: 1,
  AddressPersonalName: "Ann Lee",
  AddressLine1: "1 High St",
  AddressLine2: "",
  AddressCity: "Boston",
  AddressZip: "02110",
  AddressPhone: null,
  Country: { CountryID: 1, CountryName: "USA", CountryTwoLetterCode: "US" },
  State: { StateID: 22, StateName: "Massachusetts", StateCode: "MA" },
};

const dollar = { CurrencyID: 1, CurrencyCode: "USD", CurrencyRoundTo: 2, CurrencyIsMain: true };

export const workedExample: KenticoOrder = {
  OrderID: 1042,
  OrderGUID: "6f1c0c3e-0000-4000-8000-000000000000",
  OrderInvoiceNumber: "1042",
  OrderDate: "2024-11-02T23:41:07.193+01:00",
  OrderLastModified: "2024-11-02T23:41:09.387+01:00",
  OrderCustomerID: 77,
  OrderTotalPrice: "241.750000000",
  OrderTotalPriceInMainCurrency: "241.750000000",
  OrderGrandTotal: "191.750000000",
  OrderTotalShipping: "9.990000000",
  OrderTotalTax: "38.350000000",
  OrderIsPaid: false,
  OrderCulture: "en-US",
  OrderNote: "Leave at the door",
  OrderTaxSummary: [
    { Name: "Food and drink", Value: "2.33" },
    { Name: "Standard rate", Value: "36.02" },
  ],
  OrderDiscounts: [{ Name: "Autumn 10 %", Value: "21.49" }],
  OrderOtherPayments: [{ Name: "GIFT-7Q2", Value: "50.00" }],
  OrderCouponCodes: [{ Code: "AUTUMN10" }],
  OrderPaymentResult: null,
  OrderCustomData: { PurchaseOrder: "PO-77" },
  CustomFields: { OrderCostCenter: "North", PurchaseOrder: "PO-77" },
  Items: [
    item(),
    item({
      OrderItemID: 2,
      OrderItemGuid: "11111111-0000-4000-8000-000000000002",
      OrderItemSKUName: "Grinder",
      OrderItemUnitCount: 1,
      OrderItemUnitPrice: "189.000000000",
      OrderItemTotalPrice: "189.000000000",
      SKUNumber: "GRI-1",
      Tax: standard,
    }),
  ],
  Customer: {
    CustomerID: 77,
    CustomerGUID: "33333333-0000-4000-8000-000000000077",
    CustomerFirstName: "Ann",
    CustomerLastName: "Lee",
    CustomerEmail: "Ann@Example.com",
    CustomerCompany: null,
    CustomerUserID: null,
  },
  Addresses: [boston],
  BillingAddress: boston,
  ShippingAddress: boston,
  Status: { StatusID: 1, StatusName: "New", StatusOrderIsPaid: false },
  Currency: dollar,
  MainCurrency: dollar,
  PaymentOption: { PaymentOptionID: 1, PaymentOptionName: "Card" },
  ShippingOption: {
    ShippingOptionID: 1,
    ShippingOptionName: "Standard",
    ShippingOptionDisplayName: "Standard delivery",
  },
  ShippingTax: standard,
  CalculatedTotals: {
    Subtotal: "214.9",
    Discount: "21.49",
    Shipping: "9.990000000",
    OtherPayments: "50",
  },
  PricesIncludeTax: false,
};

const connector = createKentico();

/** A default mapping, compiled against both of its schemas. */
export function compiledMapping(
  mapping: string,
  wire: z.ZodType,
  message: "order" | "customer" | "item",
) {
  const document = connector.mappings.find((each) => each.mapping === mapping);
  if (!document) throw new TypeError(`There is no mapping ${mapping}.`);
  return compileMapping(document, {
    sourceSchema: z.toJSONSchema(wire),
    targetSchema: messageJsonSchema(message),
    settingsSchema: z.toJSONSchema(kenticoSettings),
    lookupNames: Object.keys(connector.lookups ?? {}),
  });
}

export const lookups = lookupTablesOf(connector.lookups ?? {});

export function connectionSettings(changes: JsonObject = {}): JsonObject {
  const usual = { baseUrl: "https://admin.example.com", username: "ledgerline" };
  return kenticoSettings.parse({ ...usual, timeZone: "Europe/Prague", ...changes });
}

const orderMapping = compiledMapping("kentico-order-to-canonical", kenticoOrder, "order");

/** Maps a composite order, checked on the way in and on the way out. */
export function canonicalOrder(
  order: KenticoOrder,
  settings: JsonObject = connectionSettings(),
): Message<"order"> {
  const src = kenticoOrder.parse(order);
  return parseMessage("order", orderMapping.run({ src, settings, lookups }).output);
}
