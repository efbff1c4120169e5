// Reads one item, deleted or not: GET items/items/{id}

import { defineOperation } from "../../../connector-kit/operation.ts";
import { readRecord, recordIdSchema } from "../resource.ts";
import { itemSchema, items } from "../wire/item.ts";

export const readItem = defineOperation({
  id: "freshbooks.item.read",
  title: "Read item",
  input: recordIdSchema,
  output: itemSchema,
  idempotency: { kind: "safe" },
  scopes: ["user:billable_items:read"],
  run: ({ id }, context) => readRecord(context, items, id),
});
