// Creates an invoice as a draft: POST invoices/invoices

import { type CallContext, defineOperation } from "../../../connector-kit/operation.ts";
import { IntegrationError } from "../../../core/errors.ts";
import { assertEchoed, assertReferenceEchoed, requireReference } from "../echo.ts";
import { invoiceBody } from "../invoice-body.ts";
import { assertKept } from "../kept.ts";
import { createRecord } from "../resource.ts";
import { problemsOf } from "../vendor-error.ts";
import {
  type Invoice,
  type InvoiceDraft,
  invoiceDraftSchema,
  invoiceSchema,
  invoices,
} from "../wire/invoice.ts";
import { invoicesWithReference } from "./find-invoices-by-reference.ts";

/** How FreshBooks words it is not documented, so any objection to the number counts (quirk 24). */
function isNumberTaken(error: unknown): boolean {
  if (!(error instanceof IntegrationError) || error.code !== "REFUSED_BY_SYSTEM") return false;
  return problemsOf(error).some(
    ({ errno, field, message }) =>
      (errno === 1029 && (field === null || field === "invoice_number")) ||
      (/invoice.?number/i.test(`${field ?? ""} ${message}`) &&
        /duplicate|already|exist|unique|in use|taken/i.test(message)),
  );
}

/** The invoice that holds the number, if it is the one we meant to make. */
async function adoptByReference(
  draft: InvoiceDraft,
  reference: string,
  context: CallContext,
): Promise<Invoice> {
  const found = await invoicesWithReference({ reference, draft }, context);
  const [only] = found;
  if (found.length > 1) {
    const ids = found.map(({ id }) => String(id));
    const message = `${found.length} invoices carry the reference ${reference}.`;
    throw new IntegrationError("DUPLICATE_FOUND", message, { details: { reference, ids } });
  }
  if (only) return assertKept(only, "invoice");
  throw new IntegrationError(
    "REFUSED_BY_SYSTEM",
    `The invoice number ${draft.invoice_number} is taken by another invoice in FreshBooks.`,
    { hint: "Change the number, or the number pattern of the flow, then replay." },
  );
}

export const createInvoice = defineOperation({
  id: "freshbooks.invoice.create",
  title: "Create invoice",
  input: invoiceDraftSchema,
  output: invoiceSchema,
  idempotency: { kind: "verify-by-lookup", carries: ["invoice_number", "notes"] },
  scopes: ["user:invoices:write"],
  examples: [
    {
      title: "One taxed line",
      input: {
        customerid: 567521,
        create_date: "2024-11-02",
        due_offset_days: 0,
        invoice_number: "K-1042",
        currency_code: "USD",
        notes: "Order 1042\nRef LL-7Q2MZK4R9XW3",
        lines: [
          {
            name: "Ethiopia 250 g",
            qty: "2",
            unit_cost: { amount: "12.95", code: "USD" },
            taxName1: "Food",
            taxAmount1: "10",
          },
        ],
      },
    },
  ],
  counterExamples: [
    {
      input: { customerid: 567521, create_date: "02/11/2024", invoice_number: "K-1", lines: [] },
      reason: "Dates are YYYY-MM-DD, and the currency is missing.",
    },
  ],
  async run(draft, context) {
    const reference = requireReference("notes", draft.notes);
    try {
      const created = await createRecord(context, invoices, invoiceBody(draft));
      assertReferenceEchoed(created.notes, reference);
      assertEchoed("invoice number", draft.invoice_number, created.invoice_number);
      assertEchoed("currency", draft.currency_code, created.amount.code);
      return created;
    } catch (error) {
      if (isNumberTaken(error)) return adoptByReference(draft, reference, context);
      throw error;
    }
  },
});
