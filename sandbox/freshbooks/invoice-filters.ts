// The filters an invoice list honours; the many it ignores simply are not here (quirk 13).
import type { Account } from "./account.ts";
import { settlementOf, statusOf } from "./invoice-status.ts";
import {
  dayRange,
  equals,
  equalsNumber,
  type Filters,
  isTrue,
  updatedRange,
} from "./list-query.ts";
import type { InvoiceFields, Row } from "./records.ts";

export function invoiceFilters(account: Account): Filters<InvoiceFields> {
  const v3Status = (row: Row<InvoiceFields>) =>
    statusOf(account, row, settlementOf(account, row)).v3_status;
  return {
    ...dayRange("date", (row) => row.fields.create_date),
    ...updatedRange(),
    customerid: equalsNumber((row) => row.fields.customerid),
    customerids: equalsNumber((row) => row.fields.customerid),
    invoiceid: equalsNumber((row) => row.id),
    invoiceids: equalsNumber((row) => row.id),
    invoice_number: equals((row) => row.fields.invoice_number),
    v3_status: equals(v3Status),
    paid: isTrue((row) => settlementOf(account, row).payment_status === "paid"),
    outstanding: isTrue((row) => settlementOf(account, row).outstanding.gt(0)),
  };
}
