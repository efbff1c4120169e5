// `ecommerce.sku` (table COM_SKU): a product, a variant, an option or a bundle.

import { z } from "zod";
import { booleanColumn, dateColumn, decimalColumn, guidColumn, idColumn } from "./columns.ts";

/** The columns an order line needs of its SKU. */
export const skuOfLine = z.looseObject({
  SKUID: idColumn,
  SKUGUID: guidColumn,
  SKUNumber: z.string().nullish().meta({ description: "Not unique, may be null." }),
  SKUProductType: z.string().nullish(),
  SKUTaxClassID: idColumn.nullish(),
  SKUParentSKUID: idColumn.nullish().meta({ description: "Product this is a variant of." }),
});

export const skuRow = skuOfLine.extend({
  SKUName: z.string(),
  SKUPrice: decimalColumn.nullish(),
  SKUEnabled: booleanColumn.nullish(),
  SKUShortDescription: z.string().nullish(),
  SKUDescription: z.string().nullish(),
  SKUAvailableItems: z.int().nullish(),
  SKUTrackInventory: z.string().nullish(),
  SKUCustomData: z.string().nullish(),
  SKULastModified: dateColumn.nullish(),
});

export type SkuOfLine = z.infer<typeof skuOfLine>;
export type SkuRow = z.infer<typeof skuRow>;
