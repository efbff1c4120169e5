// `ecommerce.order` (table COM_Order) as the REST service answers it, and the columns Kentico ships.

import { z } from "zod";
import { booleanColumn, dateColumn, decimalColumn, guidColumn, idColumn } from "./columns.ts";

/** One row of COM_Order; columns a shop has added come along under their own names. */
export const orderRow = z.looseObject({
  OrderID: idColumn,
  OrderGUID: guidColumn,
  OrderInvoiceNumber: z.string().nullish().meta({ description: "The number the customer knows." }),
  OrderDate: dateColumn,
  OrderLastModified: dateColumn,
  OrderCustomerID: idColumn,
  OrderStatusID: idColumn.nullish(),
  OrderCurrencyID: idColumn.nullish(),
  OrderPaymentOptionID: idColumn.nullish(),
  OrderShippingOptionID: idColumn.nullish(),
  OrderTotalPrice: decimalColumn.meta({ description: "The sale, before gift cards." }),
  OrderTotalPriceInMainCurrency: decimalColumn.nullish(),
  OrderGrandTotal: decimalColumn.meta({ description: "What was left to pay after gift cards." }),
  OrderTotalShipping: decimalColumn.nullish(),
  OrderTotalTax: decimalColumn,
  OrderTaxSummary: z.string().nullish(),
  OrderDiscounts: z.string().nullish(),
  OrderOtherPayments: z.string().nullish(),
  OrderCouponCodes: z.string().nullish(),
  OrderIsPaid: booleanColumn.nullish(),
  OrderPaymentResult: z.string().nullish(),
  OrderCustomData: z.string().nullish(),
  OrderNote: z.string().nullish(),
  OrderTrackingNumber: z.string().nullish(),
  OrderCulture: z.string().nullish(),
});

export type OrderRow = z.infer<typeof orderRow>;

/** Columns of COM_Order in 13.0.107; any other column is the shop's own. */
export const orderSystemColumns: ReadonlySet<string> = new Set([
  ...Object.keys(orderRow.shape),
  "OrderSiteID",
  "OrderGrandTotalInMainCurrency",
  "OrderInvoice",
  "OrderCreatedByUserID",
  "OrderCompletedByUserID",
]);
