// Brings an item to the desired state: PUT items/items/{id}

import { defineOperation } from "../../../connector-kit/operation.ts";
import { assertKept } from "../kept.ts";
import { changeRecord, recordIdSchema } from "../resource.ts";
import { itemDraftSchema, itemSchema, items } from "../wire/item.ts";

export const updateItem = defineOperation({
  id: "freshbooks.item.update",
  title: "Update item",
  input: recordIdSchema.extend({ draft: itemDraftSchema }),
  output: itemSchema,
  idempotency: { kind: "absolute-update" },
  scopes: ["user:billable_items:write"],
  run: async ({ id, draft }, context) =>
    assertKept(await changeRecord(context, items, { id, body: draft }), "item"),
});
