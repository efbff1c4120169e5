// The filters a payment list honours.
import type { Account } from "./account.ts";
import {
  amountRange,
  contains,
  dayRange,
  equals,
  equalsNumber,
  type Filters,
  isTrue,
  updatedRange,
} from "./list-query.ts";
import type { PaymentFields } from "./records.ts";

export function paymentFilters(account: Account): Filters<PaymentFields> {
  return {
    ...dayRange("date", (row) => row.fields.date),
    ...updatedRange(),
    ...amountRange("amount", (row) => row.fields.amount.amount),
    invoiceid: equalsNumber((row) => row.fields.invoiceid),
    clientid: equalsNumber((row) => row.fields.clientid),
    clientids: equalsNumber((row) => row.fields.clientid),
    customerid: equalsNumber((row) => row.fields.clientid),
    customerids: equalsNumber((row) => row.fields.clientid),
    logid: equalsNumber((row) => row.id),
    logids: equalsNumber((row) => row.id),
    type: equals((row) => row.fields.type),
    currency: equals((row) => row.fields.amount.code),
    notes: contains((row) => row.fields.note),
    from_credit: isTrue((row) => row.fields.from_credit),
    number: equals((row) => account.invoices.get(row.fields.invoiceid)?.fields.invoice_number),
  };
}
