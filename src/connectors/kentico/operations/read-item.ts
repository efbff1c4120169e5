// Reads one SKU.

import { defineOperation, type Operation } from "../../../connector-kit/operation.ts";
import { asRow, getObject } from "../client.ts";
import type { ReferenceDataCache } from "../reference-data-cache.ts";
import { composeSku } from "../sku-composition.ts";
import { completeSkus } from "../skus.ts";
import { type KenticoSku, kenticoSku } from "../wire/kentico-sku.ts";
import { recordKey } from "../wire/record-key.ts";
import { skuRow } from "../wire/sku.ts";

/** Throws RECORD_NOT_FOUND. */
export function readItem(reference: ReferenceDataCache): Operation<{ id: string }, KenticoSku> {
  return defineOperation({
    id: "kentico.sku.read",
    title: "Read SKU",
    input: recordKey,
    output: kenticoSku,
    idempotency: { kind: "safe" },
    scopes: ["ReadProducts"],
    examples: [{ title: "A product by id", input: { id: "12" } }],
    async run({ id }, context) {
      const [record, data] = await Promise.all([
        getObject(context, { type: "ecommerce.sku", id }),
        reference.get(context),
      ]);
      const row = asRow(skuRow, record, `SKU ${id}`);
      return composeSku({ row, inherited: await completeSkus(context, [row]), data });
    },
  });
}
