// Items of the price list, recognised by SKU. Invoice lines do not refer to them.

import { defineEntity } from "../../connector-kit/entity.ts";
import { createItem } from "./operations/create-item.ts";
import { findItemsBySku } from "./operations/find-items-by-sku.ts";
import { readItem } from "./operations/read-item.ts";
import { updateItem } from "./operations/update-item.ts";
import { isDeleted } from "./wire/fields.ts";
import { itemDraftSchema, itemSchema } from "./wire/item.ts";

export const itemEntity = defineEntity({
  name: "item",
  canonical: "item",
  wire: itemSchema,
  draft: itemDraftSchema,
  idOf: ({ id }) => String(id),
  mappings: {
    toCanonical: "freshbooks-item-to-canonical",
    fromCanonical: "freshbooks-item-from-canonical",
  },
  read: readItem,
  create: createItem,
  update: updateItem,
  findByNaturalKey: findItemsBySku,
  naturalKeyOf: ({ sku }) => sku,
  isDeleted: (item) => isDeleted(item),
});
