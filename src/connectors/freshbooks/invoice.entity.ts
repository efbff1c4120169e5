// Invoices, created as drafts and sent by an action of its own, so that a wrong total is never sent.

import { defineEntity } from "../../connector-kit/entity.ts";
import { easternInstant } from "./eastern-time.ts";
import { createInvoice } from "./operations/create-invoice.ts";
import { findInvoiceDependents } from "./operations/find-invoice-dependents.ts";
import { findInvoicesByReference } from "./operations/find-invoices-by-reference.ts";
import { listChanged } from "./operations/list-changed.ts";
import { readInvoice } from "./operations/read-invoice.ts";
import { sendInvoice } from "./operations/send-invoice.ts";
import { updateInvoice } from "./operations/update-invoice.ts";
import { voidInvoice } from "./operations/void-invoice.ts";
import { referencesIn } from "./reference-line.ts";
import { isDeleted } from "./wire/fields.ts";
import { invoiceDraftSchema, invoiceSchema, invoices } from "./wire/invoice.ts";
import { invoiceContent } from "./written-content.ts";

export const invoiceEntity = defineEntity({
  name: "invoice",
  canonical: "invoice",
  wire: invoiceSchema,
  draft: invoiceDraftSchema,
  idOf: ({ id }) => String(id),
  mappings: {
    toCanonical: "freshbooks-invoice-to-canonical",
    fromCanonical: "freshbooks-invoice-from-canonical",
  },
  read: readInvoice,
  create: createInvoice,
  update: updateInvoice,
  findByReference: findInvoicesByReference,
  isDeleted: (invoice) => isDeleted(invoice),
  referencesOf: ({ notes }) => referencesIn(notes),
  changedAt: ({ updated }) => easternInstant(updated),
  contentOf: invoiceContent,
  listChanged: listChanged(invoices, "user:invoices:read"),
  actions: { send: sendInvoice, void: voidInvoice },
  reversal: { undo: voidInvoice, dependents: findInvoiceDependents },
});
