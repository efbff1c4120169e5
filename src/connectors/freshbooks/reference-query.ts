// The input of a lookup by our reference: the reference, and what was or would be created with it.

import { z } from "zod";
import type { ReferenceQuery } from "../../connector-kit/entity.ts";

export function referenceQuery<Draft>(draft: z.ZodType<Draft>): z.ZodType<ReferenceQuery<Draft>> {
  return z.object({
    reference: z.string().min(1).describe("Our reference, compared exactly."),
    draft: draft.optional().describe("What was, or would be, created, if that is known."),
  });
}
