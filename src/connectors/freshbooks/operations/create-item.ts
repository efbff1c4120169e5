// Creates an item: POST items/items. An item has no room for our reference; its SKU stands for it.

import { defineOperation } from "../../../connector-kit/operation.ts";
import { assertEchoed } from "../echo.ts";
import { createRecord } from "../resource.ts";
import { itemDraftSchema, itemSchema, items } from "../wire/item.ts";

export const createItem = defineOperation({
  id: "freshbooks.item.create",
  title: "Create item",
  input: itemDraftSchema,
  output: itemSchema,
  idempotency: { kind: "natural-key", key: "sku" },
  scopes: ["user:billable_items:write"],
  examples: [
    {
      title: "An item with a SKU",
      input: {
        name: "Ethiopia 250 g",
        sku: "ETH-1",
        unit_cost: { amount: "12.95", code: "USD" },
      },
    },
  ],
  counterExamples: [
    {
      input: { name: "Ethiopia", unit_cost: { amount: "12.95", code: "USD" } },
      reason: "Without a SKU a lost answer could not be looked up.",
    },
  ],
  async run(draft, context) {
    const created = await createRecord(context, items, draft);
    assertEchoed("SKU", draft.sku, created.sku);
    return created;
  },
});
