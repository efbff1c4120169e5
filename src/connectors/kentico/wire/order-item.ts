// `ecommerce.orderitem` (table COM_OrderItem): a line of an order. It has neither SKU number nor tax.

import { z } from "zod";
import { dateColumn, decimalColumn, guidColumn, idColumn } from "./columns.ts";

export const orderItemRow = z.looseObject({
  OrderItemID: idColumn.meta({ description: "Changes whenever the order is edited." }),
  OrderItemGuid: guidColumn.meta({ description: "Survives edits of the order." }),
  OrderItemSKUID: idColumn,
  OrderItemSKUName: z.string(),
  OrderItemUnitCount: z.int(),
  OrderItemUnitPrice: decimalColumn.meta({ description: "After catalogue discounts." }),
  OrderItemTotalPrice: decimalColumn.meta({ description: "The line after item discounts." }),
  OrderItemProductDiscounts: z.string().nullish(),
  OrderItemDiscountSummary: z.string().nullish(),
  OrderItemParentGuid: guidColumn.nullish().meta({ description: "Line this is an option of." }),
  OrderItemBundleGUID: guidColumn.nullish().meta({ description: "Bundle this is a part of." }),
  OrderItemText: z.string().nullish(),
  OrderItemCustomData: z.string().nullish(),
  OrderItemLastModified: dateColumn.nullish(),
});

export type OrderItemRow = z.infer<typeof orderItemRow>;
