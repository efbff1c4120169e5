// The body of an invoice as FreshBooks takes it: ids and days as numbers, whatever the mapping wrote.

import type { InvoiceDraft } from "./wire/invoice.ts";

export function invoiceBody(draft: InvoiceDraft): InvoiceDraft {
  const { customerid, due_offset_days: days = 0, ...rest } = draft;
  return { ...rest, customerid: Number(customerid), due_offset_days: Number(days) };
}
