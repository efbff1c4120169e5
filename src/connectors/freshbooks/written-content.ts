// What our records say, in parts a bookkeeper would name, so that a later change by a person is told from
// our own writing. Amounts are compared as numbers: FreshBooks writes "10" and "10.00" as it likes.

import type { Json } from "../../core/json.ts";
import { decimal } from "../../core/money.ts";
import type { Client } from "./wire/client.ts";
import type { Invoice } from "./wire/invoice.ts";
import type { Payment } from "./wire/payment.ts";

type Content = Readonly<Record<string, Json>>;
type Line = NonNullable<Invoice["lines"]>[number];

function amountText(value: string | number | null | undefined): string {
  return decimal(value ?? 0).toString();
}

function taxOf(name: string | null | undefined, percent: string | number | null | undefined): Json {
  return name ? [name, amountText(percent)] : null;
}

function lineContent(line: Line): Json {
  return [
    line.name ?? "",
    line.description ?? "",
    amountText(line.qty),
    amountText(line.unit_cost.amount),
    taxOf(line.taxName1, line.taxAmount1),
    taxOf(line.taxName2, line.taxAmount2),
  ];
}

/** Where the document stands (sent, paid) is no content: it changes by itself. */
export function invoiceContent(invoice: Invoice): Content {
  return {
    client: String(invoice.customerid),
    number: invoice.invoice_number,
    date: invoice.create_date,
    currency: invoice.currency_code,
    lines: (invoice.lines ?? []).map(lineContent),
    total: amountText(invoice.amount.amount),
    notes: invoice.notes ?? "",
  };
}

export function paymentContent(payment: Payment): Content {
  return {
    invoice: String(payment.invoiceid ?? ""),
    amount: [amountText(payment.amount.amount), payment.amount.code],
    date: payment.date,
    type: payment.type ?? "",
    transaction: String(payment.transactionid ?? ""),
    note: payment.note ?? "",
  };
}

/** FreshBooks fills the organization of a nameless client with the e-mail, and texts with "". */
export function clientContent(client: Client): Content {
  const texts = (...values: readonly (string | null | undefined)[]): Json =>
    values.map((value) => value ?? "");
  return {
    name: texts(client.fname, client.lname, client.organization),
    email: client.email ?? "",
    phone: texts(client.bus_phone, client.home_phone, client.mob_phone, client.fax),
    address: texts(
      client.p_street,
      client.p_street2,
      client.p_city,
      client.p_province,
      client.p_code,
      client.p_country,
    ),
    currency: client.currency_code ?? "",
    tax: client.vat_number ?? "",
    note: client.note ?? "",
  };
}
