// A SKU with what it inherits from its parent, as the item mapping reads it.

import { z } from "zod";
import { currencyRow, taxClassRow } from "./configuration.ts";
import { customData } from "./kentico-order.ts";
import { skuRow } from "./sku.ts";

export const kenticoSku = skuRow.extend({
  SKUCustomData: customData,
  DescriptionText: z.string().nullable().meta({ description: "The description without HTML." }),
  TaxClass: taxClassRow.nullable().meta({ description: "Own tax class, else the parent's." }),
  MainCurrency: currencyRow.meta({ description: "Currency of SKUPrice." }),
});

export type KenticoSku = z.infer<typeof kenticoSku>;
