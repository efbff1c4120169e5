// Deletes an invoice; its payments stay and are dealt with by themselves: PUT vis_state 1

import { defineOperation } from "../../../connector-kit/operation.ts";
import { deleteRecord } from "../delete-record.ts";
import { recordIdSchema } from "../resource.ts";
import { invoiceSchema, invoices } from "../wire/invoice.ts";

export const voidInvoice = defineOperation({
  id: "freshbooks.invoice.void",
  title: "Delete invoice",
  input: recordIdSchema,
  output: invoiceSchema,
  idempotency: { kind: "absolute-update" },
  scopes: ["user:invoices:read", "user:invoices:write"],
  run: ({ id }, context) => deleteRecord(context, invoices, id),
});
