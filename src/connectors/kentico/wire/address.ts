// Addresses: `ecommerce.orderaddress` (of an order) and `ecommerce.address` (of a customer's book).

import { z } from "zod";
import { dateColumn, guidColumn, idColumn } from "./columns.ts";

/** Values of `AddressType` of an order address. */
export const addressTypes = { unknown: 0, billing: 1, shipping: 2, company: 3 } as const;

const addressColumns = {
  AddressID: idColumn,
  AddressGUID: guidColumn.nullish(),
  AddressPersonalName: z.string().nullish(),
  AddressLine1: z.string().nullish(),
  AddressLine2: z.string().nullish(),
  AddressCity: z.string().nullish(),
  AddressZip: z.string().nullish(),
  AddressPhone: z.string().nullish(),
  AddressCountryID: idColumn.nullish(),
  AddressStateID: idColumn.nullish(),
  AddressLastModified: dateColumn.nullish(),
};

export const orderAddressRow = z.looseObject({ ...addressColumns, AddressType: z.int() });

export const addressRow = z.looseObject({ ...addressColumns, AddressName: z.string().nullish() });

export type OrderAddressRow = z.infer<typeof orderAddressRow>;
export type AddressRow = z.infer<typeof addressRow>;
