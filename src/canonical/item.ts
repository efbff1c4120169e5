// Something that is sold, as a catalogue knows it.

import { z } from "zod";
import { amount, customFields, described, optionalInstant, optionalText, text } from "./field.ts";

export const itemSchema = z
  .strictObject({
    id: text("The source's id of the item.", "12"),
    sku: optionalText("Stock keeping unit; not unique everywhere.", "ETH-1"),
    name: text("Name.", "Ethiopia 250 g"),
    description: optionalText("Plain text description.", "Washed, light roast"),
    unitPrice: amount("List price of one unit.", "12.95"),
    taxCode: optionalText("The source's tax class.", "Food"),
    isActive: described(z.boolean(), "Whether it can be sold.", true),
    parentId: optionalText("Item this is a variant of.", "11"),
    stock: described(z.string().nullish(), "Units on hand, as text.", "40"),
    updatedAt: optionalInstant("When the source last changed the item."),
    custom: customFields,
  })
  .meta({ id: "item", description: "An item of a catalogue." });
