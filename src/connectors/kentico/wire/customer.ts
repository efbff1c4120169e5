// `ecommerce.customer` (table COM_Customer). Every guest checkout may make a new one.

import { z } from "zod";
import { dateColumn, guidColumn, idColumn } from "./columns.ts";

export const customerRow = z.looseObject({
  CustomerID: idColumn,
  CustomerGUID: guidColumn,
  CustomerFirstName: z.string().nullish(),
  CustomerLastName: z.string().nullish(),
  CustomerEmail: z.string().nullish(),
  CustomerPhone: z.string().nullish(),
  CustomerCompany: z.string().nullish(),
  CustomerOrganizationID: z.string().nullish(),
  CustomerTaxRegistrationID: z.string().nullish(),
  CustomerUserID: idColumn.nullish().meta({ description: "Null for a guest." }),
  CustomerSiteID: idColumn.nullish(),
  CustomerLastModified: dateColumn.nullish(),
});

export type CustomerRow = z.infer<typeof customerRow>;

/** Columns of COM_Customer in 13.0.107; any other column is the shop's own. */
export const customerSystemColumns: ReadonlySet<string> = new Set([
  ...Object.keys(customerRow.shape),
  "CustomerFax",
  "CustomerCreated",
]);
