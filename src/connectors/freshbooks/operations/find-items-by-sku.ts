// Finds the items with a SKU; FreshBooks does not keep SKUs unique.

import { z } from "zod";
import { type CallContext, defineOperation } from "../../../connector-kit/operation.ts";
import { listRecords } from "../paging.ts";
import { type Item, type ItemDraft, itemDraftSchema, itemSchema, items } from "../wire/item.ts";

async function itemsWithSku(
  { sku }: Pick<ItemDraft, "sku">,
  context: CallContext,
): Promise<Item[]> {
  const found = await listRecords(context, items, [["sku", sku]]);
  return found.filter((item) => item.sku === sku);
}

export const findItemsBySku = defineOperation({
  id: "freshbooks.item.find-by-sku",
  title: "Find items by SKU",
  input: itemDraftSchema,
  output: z.array(itemSchema),
  idempotency: { kind: "safe" },
  scopes: ["user:billable_items:read"],
  run: itemsWithSku,
});
