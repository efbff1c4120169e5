// What a connector may change of an order. Totals, numbers and every other column Kentico calculates
// or owns are out of reach: Kentico checks and recalculates nothing that is written (Kentico quirk 5).

import { z } from "zod";
import { orderSystemColumns } from "./order.ts";

const shopColumn = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "not a column name")
  .refine((name) => !orderSystemColumns.has(name), "a column of Kentico itself, not of the shop");

const columnValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const orderUpdate = z.strictObject({
  OrderStatusName: z.string().min(1).optional().meta({ description: "Code name of the status." }),
  OrderIsPaid: z.boolean().optional(),
  OrderTrackingNumber: z.string().max(100).nullable().optional(),
  CustomColumns: z
    .record(shopColumn, columnValue)
    .optional()
    .meta({ description: "Columns the shop has added, such as OrderFreshBooksInvoiceID." }),
});

export type OrderUpdate = z.infer<typeof orderUpdate>;
