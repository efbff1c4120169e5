// Lists all taxes: GET taxes/taxes

import { z } from "zod";
import { defineOperation } from "../../../connector-kit/operation.ts";
import { listRecords } from "../paging.ts";
import { taxes, taxSchema } from "../wire/tax.ts";

export const listTaxes = defineOperation({
  id: "freshbooks.tax.list",
  title: "List taxes",
  input: z.strictObject({}),
  output: z.array(taxSchema),
  idempotency: { kind: "safe" },
  scopes: ["user:taxes:read"],
  run: (_input, context) => listRecords(context, taxes),
});
