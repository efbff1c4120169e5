// Completes a SKU row for the item mapping: inherited tax class, currency, plain description. Pure.

import { IntegrationError } from "../../core/errors.ts";
import { htmlText } from "./html-text.ts";
import { readCustomData } from "./order-xml.ts";
import { mainCurrency, type ReferenceData } from "./reference-data.ts";
import type { SkusById } from "./skus.ts";
import type { KenticoSku } from "./wire/kentico-sku.ts";
import type { SkuRow } from "./wire/sku.ts";

interface SkuComposition {
  row: SkuRow;
  /** The SKU as completed from its parent. */
  inherited: SkusById;
  data: ReferenceData;
}

/** Throws RECORD_NOT_FOUND when the shop has no main currency: a price without one means nothing. */
export function composeSku({ row, inherited, data }: SkuComposition): KenticoSku {
  const currency = mainCurrency(data);
  if (currency === null) {
    throw new IntegrationError("RECORD_NOT_FOUND", "The shop has no main currency.");
  }
  const sku = inherited.get(row.SKUID);
  return {
    ...row,
    SKUNumber: sku?.SKUNumber ?? null,
    SKUCustomData: readCustomData({
      text: row.SKUCustomData,
      what: `SKUCustomData of ${row.SKUID}`,
    }),
    DescriptionText: htmlText(row.SKUShortDescription) ?? htmlText(row.SKUDescription),
    TaxClass: data.taxClasses.get(sku?.SKUTaxClassID ?? 0) ?? null,
    MainCurrency: currency,
  };
}
