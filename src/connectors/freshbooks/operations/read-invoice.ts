// Reads one invoice with its lines, deleted or not: GET invoices/invoices/{id}

import { defineOperation } from "../../../connector-kit/operation.ts";
import { readRecord, recordIdSchema } from "../resource.ts";
import { invoiceSchema, invoices } from "../wire/invoice.ts";

export const readInvoice = defineOperation({
  id: "freshbooks.invoice.read",
  title: "Read invoice",
  input: recordIdSchema,
  output: invoiceSchema,
  idempotency: { kind: "safe" },
  scopes: ["user:invoices:read"],
  run: ({ id }, context) => readRecord(context, invoices, id),
});
