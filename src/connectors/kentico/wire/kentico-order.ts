// An order with everything that belongs to it, as the order mapping reads it: the columns of
// COM_Order on top, its rows and configuration objects joined, its XML columns parsed.

import { z } from "zod";
import { orderAddressRow } from "./address.ts";
import { decimalColumn, idColumn } from "./columns.ts";
import {
  countryRow,
  currencyRow,
  orderStatusRow,
  paymentOptionRow,
  shippingOptionRow,
  stateRow,
} from "./configuration.ts";
import { customerRow } from "./customer.ts";
import { orderRow } from "./order.ts";
import { orderItemRow } from "./order-item.ts";
import { skuOfLine } from "./sku.ts";

/** An `Item` of a `Summary` column: a name and a positive amount in the order's currency. */
const summaryItem = z.object({ Name: z.string(), Value: decimalColumn });

/** Pairs of an `...CustomData` column. */
export const customData = z.record(z.string(), z.string());

/** The last answer of the payment gateway; Kentico keeps neither amount nor currency of it. */
const paymentResult = z.object({
  completed: z.boolean(),
  authorized: z.boolean(),
  failed: z.boolean(),
  transactionId: z.string().nullable(),
  authorizationId: z.string().nullable(),
  methodName: z.string().nullable(),
  status: z.string().nullable(),
  description: z.string().nullable(),
  date: z.string().nullable().meta({ description: "As the gateway wrote it." }),
  paidAt: z.string().nullable().meta({ description: "The same as ISO 8601, if it can be read." }),
});

/** The tax of a line or of shipping at the order's tax address. */
const kenticoTax = z.object({
  TaxClassID: idColumn,
  TaxClassName: z.string().nullable().meta({ description: "Null when the class was deleted." }),
  TaxClassDisplayName: z.string().nullable(),
  TaxClassZeroIfIDSupplied: z.boolean(),
  TaxValue: decimalColumn.nullable().meta({
    description: "Percent at the tax address; null when the class or the place is unknown.",
  }),
});

const kenticoOrderAddress = orderAddressRow.extend({
  Country: countryRow.nullable(),
  State: stateRow.nullable(),
});

const kenticoOrderItem = orderItemRow.extend({
  OrderItemProductDiscounts: z.array(summaryItem),
  OrderItemDiscountSummary: z.array(summaryItem),
  OrderItemCustomData: customData,
  SKU: skuOfLine.nullable().meta({ description: "Null when the SKU was deleted." }),
  SKUNumber: z.string().nullable().meta({ description: "Of the SKU, else of its parent." }),
  HasBundleParts: z.boolean(),
  Tax: kenticoTax.nullable().meta({ description: "Null when the SKU is in no tax class." }),
});

export const kenticoOrder = orderRow.extend({
  OrderTaxSummary: z.array(summaryItem),
  OrderDiscounts: z.array(summaryItem),
  OrderOtherPayments: z.array(summaryItem),
  OrderCouponCodes: z.array(z.object({ Code: z.string() })),
  OrderPaymentResult: paymentResult.nullable(),
  OrderCustomData: customData,
  CustomFields: z
    .record(z.string(), z.unknown())
    .meta({ description: "Columns the shop has added, and the pairs of OrderCustomData." }),
  Items: z.array(kenticoOrderItem),
  Customer: customerRow.nullable().meta({ description: "Null when the customer was deleted." }),
  Addresses: z.array(kenticoOrderAddress),
  BillingAddress: kenticoOrderAddress.nullable(),
  ShippingAddress: kenticoOrderAddress.nullable(),
  Status: orderStatusRow.nullable(),
  Currency: currencyRow,
  MainCurrency: currencyRow.nullable(),
  PaymentOption: paymentOptionRow.nullable(),
  ShippingOption: shippingOptionRow.nullable(),
  ShippingTax: kenticoTax.nullable(),
  CalculatedTotals: z.object({
    Subtotal: decimalColumn,
    Discount: decimalColumn,
    Shipping: decimalColumn,
    OtherPayments: decimalColumn,
  }),
  PricesIncludeTax: z
    .boolean()
    .nullable()
    .meta({ description: "Found out from the totals; null when neither way adds up." }),
});

export type SummaryItem = z.infer<typeof summaryItem>;
export type CustomData = z.infer<typeof customData>;
export type PaymentResult = z.infer<typeof paymentResult>;
export type KenticoTax = z.infer<typeof kenticoTax>;
export type KenticoOrderAddress = z.infer<typeof kenticoOrderAddress>;
export type KenticoOrderItem = z.infer<typeof kenticoOrderItem>;
export type KenticoOrder = z.infer<typeof kenticoOrder>;
