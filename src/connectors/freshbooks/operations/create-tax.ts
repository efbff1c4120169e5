// Creates a tax: POST taxes/taxes. Names are unique, so a repetition is refused (errno 1026).

import { defineOperation } from "../../../connector-kit/operation.ts";
import { assertEchoed } from "../echo.ts";
import { createRecord } from "../resource.ts";
import { taxDraftSchema, taxes, taxSchema } from "../wire/tax.ts";

export const createTax = defineOperation({
  id: "freshbooks.tax.create",
  title: "Create tax",
  input: taxDraftSchema,
  output: taxSchema,
  idempotency: { kind: "natural-key", key: "name" },
  scopes: ["user:taxes:write"],
  examples: [{ title: "A sales tax", input: { name: "MA sales tax", amount: "6.25" } }],
  counterExamples: [
    { input: { name: "VAT", amount: 20 }, reason: "quirk 11: percentages are texts." },
  ],
  async run(draft, context) {
    const created = await createRecord(context, taxes, draft);
    assertEchoed("name", draft.name, created.name);
    return created;
  },
});
