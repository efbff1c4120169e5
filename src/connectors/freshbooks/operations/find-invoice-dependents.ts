// What hangs on an invoice, whoever made it: payments that were not deleted.

import { defineOperation } from "../../../connector-kit/operation.ts";
import { dependentsSchema } from "../dependents.ts";
import { listRecords } from "../paging.ts";
import { recordIdSchema } from "../resource.ts";
import { payments } from "../wire/payment.ts";

export const findInvoiceDependents = defineOperation({
  id: "freshbooks.invoice.find-dependents",
  title: "Find payments of an invoice",
  input: recordIdSchema,
  output: dependentsSchema,
  idempotency: { kind: "safe" },
  scopes: ["user:payments:read"],
  async run({ id }, context) {
    const found = await listRecords(context, payments, [["invoiceid", id]]);
    return found
      .filter(({ invoiceid }) => String(invoiceid ?? "") === id)
      .map((payment) => ({ entity: "payment", id: String(payment.id) }));
  },
});
