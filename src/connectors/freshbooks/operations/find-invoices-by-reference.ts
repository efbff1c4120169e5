// Finds the invoices that carry our reference in their notes, deleted ones too.

import { z } from "zod";
import type { ReferenceQuery } from "../../../connector-kit/entity.ts";
import { type CallContext, defineOperation } from "../../../connector-kit/operation.ts";
import { listRecordsWithDeleted, type Search } from "../paging.ts";
import { carriesReference } from "../reference-line.ts";
import { referenceQuery } from "../reference-query.ts";
import {
  type Invoice,
  type InvoiceDraft,
  invoiceDraftSchema,
  invoiceSchema,
  invoices,
} from "../wire/invoice.ts";

/** The number only narrows the search: another shop may use the same one, so the reference decides. */
export async function invoicesWithReference(
  { reference, draft }: ReferenceQuery<InvoiceDraft>,
  context: CallContext,
): Promise<Invoice[]> {
  const search: Search = draft ? [["invoice_number", draft.invoice_number]] : [];
  const found = await listRecordsWithDeleted(context, invoices, search);
  return found.filter((invoice) => carriesReference(invoice.notes, reference));
}

export const findInvoicesByReference = defineOperation({
  id: "freshbooks.invoice.find-by-reference",
  title: "Find invoices by our reference",
  input: referenceQuery(invoiceDraftSchema),
  output: z.array(invoiceSchema),
  idempotency: { kind: "safe" },
  scopes: ["user:invoices:read"],
  run: invoicesWithReference,
});
