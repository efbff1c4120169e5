// Marks a draft as sent, without an e-mail: PUT invoices/invoices/{id} action_mark_as_sent

import { defineOperation } from "../../../connector-kit/operation.ts";
import { assertKept } from "../kept.ts";
import { changeRecord, readRecord, recordIdSchema } from "../resource.ts";
import { type Invoice, invoiceSchema, invoices } from "../wire/invoice.ts";

function isDraft({ status, v3_status: state }: Invoice): boolean {
  return status === 1 || state === "draft";
}

export const sendInvoice = defineOperation({
  id: "freshbooks.invoice.send",
  title: "Mark invoice as sent",
  input: recordIdSchema,
  output: invoiceSchema,
  idempotency: { kind: "absolute-update" },
  scopes: ["user:invoices:read", "user:invoices:write"],
  async run({ id }, context) {
    const invoice = assertKept(await readRecord(context, invoices, id), "invoice");
    if (!isDraft(invoice)) return invoice;
    return changeRecord(context, invoices, { id, body: { action_mark_as_sent: true } });
  },
});
