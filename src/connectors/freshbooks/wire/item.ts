// An item of the price list: https://www.freshbooks.com/api/items

import { z } from "zod";
import type { Resource } from "../resource.ts";
import {
  draftDecimal,
  draftMoney,
  draftText,
  vendorId,
  visState,
  wireDecimal,
  wireMoney,
  wireText,
} from "./fields.ts";

export const itemSchema = z.looseObject({
  id: vendorId,
  name: z.string(),
  description: wireText,
  qty: wireDecimal.nullish(),
  unit_cost: wireMoney.nullish(),
  /** Not unique and not shown on FreshBooks' pages. */
  sku: wireText,
  inventory: wireDecimal.nullish(),
  tax1: vendorId.nullish(),
  tax2: vendorId.nullish(),
  updated: wireText,
  vis_state: visState,
});

export type Item = z.infer<typeof itemSchema>;

export const itemDraftSchema = z.strictObject({
  name: z.string().min(1).max(1_000).describe("Name."),
  sku: z.string().min(1).max(255).describe("Stock keeping unit; what the item is recognised by."),
  description: draftText("Description."),
  unit_cost: draftMoney.describe("List price of one unit."),
  qty: draftDecimal("Quantity a new line starts with.").optional(),
  inventory: draftDecimal("Units on hand.").optional(),
});

export type ItemDraft = z.infer<typeof itemDraftSchema>;

export const items: Resource<Item> = {
  path: "items/items",
  singular: "item",
  plural: "items",
  wire: itemSchema,
};
