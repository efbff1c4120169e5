// Finds the tax with exactly this name; tax reports are grouped by it.

import { z } from "zod";
import { defineOperation } from "../../../connector-kit/operation.ts";
import { listRecords } from "../paging.ts";
import { taxDraftSchema, taxes, taxSchema } from "../wire/tax.ts";

export const findTaxByName = defineOperation({
  id: "freshbooks.tax.find-by-name",
  title: "Find tax by name",
  input: taxDraftSchema.pick({ name: true }),
  output: z.array(taxSchema),
  idempotency: { kind: "safe" },
  scopes: ["user:taxes:read"],
  async run({ name }, context) {
    // The filter finds parts of names.
    const found = await listRecords(context, taxes, [["name", name]]);
    return found.filter((tax) => tax.name === name);
  },
});
