// A tax by name and percentage: https://www.freshbooks.com/api/taxes

import { z } from "zod";
import type { Resource } from "../resource.ts";
import { draftDecimal, draftText, vendorId, wireDecimal, wireText } from "./fields.ts";

export const taxSchema = z.looseObject({
  id: vendorId,
  name: z.string(),
  number: wireText,
  /** Percent. */
  amount: wireDecimal,
  compound: z.boolean().nullish(),
  updated: wireText,
});

export type Tax = z.infer<typeof taxSchema>;

export const taxDraftSchema = z.strictObject({
  name: z.string().min(1).max(100).describe("Name; no two taxes share one."),
  amount: draftDecimal("Percent as text, such as 8.25."),
  number: draftText("Registration number printed beside the tax."),
});

export const taxes: Resource<Tax> = {
  path: "taxes/taxes",
  singular: "tax",
  plural: "taxes",
  wire: taxSchema,
};
