// Lists SKUs page by page, in the order of their ids.

import { z } from "zod";
import { defineOperation, type Operation } from "../../../connector-kit/operation.ts";
import { asRow, listObjects } from "../client.ts";
import type { ReferenceDataCache } from "../reference-data-cache.ts";
import { composeSku } from "../sku-composition.ts";
import { completeSkus } from "../skus.ts";
import { compares } from "../where-clause.ts";
import { kenticoSku } from "../wire/kentico-sku.ts";
import { skuRow } from "../wire/sku.ts";

const listItemsInput = z.strictObject({
  scope: z.enum(["site", "global"]).meta({ description: "Products of the site, or shared ones." }),
  afterId: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(100),
});

const listItemsOutput = z.object({ items: z.array(kenticoSku), hasMore: z.boolean() });

export function listItems(
  reference: ReferenceDataCache,
): Operation<z.infer<typeof listItemsInput>, z.infer<typeof listItemsOutput>> {
  return defineOperation({
    id: "kentico.sku.list",
    title: "List SKUs",
    input: listItemsInput,
    output: listItemsOutput,
    idempotency: { kind: "safe" },
    scopes: ["ReadProducts"],
    examples: [{ title: "The first page", input: { scope: "site", afterId: 0, limit: 100 } }],
    async run({ scope, afterId, limit }, context) {
      const query = { type: "ecommerce.sku", scope, orderBy: "SKUID", limit };
      const where = compares("SKUID", ">", afterId);
      const { records, totalRecords } = await listObjects(context, { ...query, where });
      const rows = records.map((record) => asRow(skuRow, record, "list of SKUs"));
      const [data, inherited] = await Promise.all([
        reference.get(context),
        completeSkus(context, rows),
      ]);
      const items = rows.map((row) => composeSku({ row, inherited, data }));
      return { items, hasMore: totalRecords > records.length };
    },
  });
}
