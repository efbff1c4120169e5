// What hangs on a client, whoever made it: invoices that were not deleted.

import { defineOperation } from "../../../connector-kit/operation.ts";
import { dependentsSchema } from "../dependents.ts";
import { listRecords } from "../paging.ts";
import { recordIdSchema } from "../resource.ts";
import { invoices } from "../wire/invoice.ts";

export const findClientDependents = defineOperation({
  id: "freshbooks.client.find-dependents",
  title: "Find invoices of a client",
  input: recordIdSchema,
  output: dependentsSchema,
  idempotency: { kind: "safe" },
  scopes: ["user:invoices:read"],
  async run({ id }, context) {
    const found = await listRecords(context, invoices, [["customerid", id]]);
    return found
      .filter(({ customerid }) => String(customerid) === id)
      .map((invoice) => ({ entity: "invoice", id: String(invoice.id) }));
  },
});
