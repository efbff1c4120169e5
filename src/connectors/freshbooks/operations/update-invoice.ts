// Brings an invoice to the desired state, all lines included: PUT invoices/invoices/{id}

import { defineOperation } from "../../../connector-kit/operation.ts";
import { IntegrationError } from "../../../core/errors.ts";
import { invoiceBody } from "../invoice-body.ts";
import { assertKept } from "../kept.ts";
import { changeRecord, readRecord, recordIdSchema } from "../resource.ts";
import { type Invoice, invoiceDraftSchema, invoiceSchema, invoices } from "../wire/invoice.ts";

function assertUnlocked(invoice: Invoice): void {
  const { lock_status: status } = invoice;
  if (status === null || status === undefined || status === "unlocked") return;
  throw new IntegrationError(
    "DOCUMENT_LOCKED",
    `Invoice ${invoice.invoice_number} is locked in FreshBooks (${status}).`,
  );
}

export const updateInvoice = defineOperation({
  id: "freshbooks.invoice.update",
  title: "Update invoice",
  input: recordIdSchema.extend({ draft: invoiceDraftSchema }),
  output: invoiceSchema,
  idempotency: { kind: "absolute-update" },
  scopes: ["user:invoices:read", "user:invoices:write"],
  async run({ id, draft }, context) {
    assertUnlocked(assertKept(await readRecord(context, invoices, id), "invoice"));
    // The number is chosen once; a person may have renumbered the invoice since.
    const { invoice_number: _number, ...body } = invoiceBody(draft);
    return assertKept(await changeRecord(context, invoices, { id, body }), "invoice");
  },
});
