// Invoices: creating, changing, sending and deleting them, and what follows for their client and payments.
import { type Account, addRow, touch } from "./account.ts";
import type { AccountingResource } from "./accounting-resource.ts";
import { easternDate } from "./eastern-time.ts";
import { type Body, readFields } from "./field-table.ts";
import { sumInvoice } from "./invoice-arithmetic.ts";
import { invoiceDefaults, invoiceTable } from "./invoice-fields.ts";
import { invoiceFilters } from "./invoice-filters.ts";
import { forgetNumber, nextInvoiceNumber, rememberNumber } from "./invoice-number.ts";
import { presentInvoice } from "./invoice-view.ts";
import type { ClientFields, InvoiceFields, Row } from "./records.ts";
import { unprocessable } from "./refusal.ts";

export const invoices: AccountingResource<InvoiceFields> = {
  path: "invoices/invoices",
  singular: "invoice",
  plural: "invoices",
  scopeObject: "invoices",
  event: "invoice",
  idField: "invoiceid",
  methods: new Set(["create", "update", "delete"]),
  isReadableWhenDeleted: true,
  readOnly: ["due_date"],
  filters: invoiceFilters,
  sorts: { invoice_date: (row) => row.fields.create_date },
  rows: (account) => account.invoices,
  create: createInvoice,
  update: updateInvoice,
  act: actOnInvoice,
  afterVisState: touchPayments,
  present: presentInvoice,
};

function createInvoice(account: Account, body: Body): Row<InvoiceFields> {
  const currency = newCurrency(account, body);
  const table = invoiceTable({ account, currency });
  const required = ["customerid", "create_date"];
  const given = readFields<InvoiceFields>({ object: "invoice", body, table, required });
  const client = findClient(account, given.customerid);
  const number = given.invoice_number || nextInvoiceNumber(account);
  const fields = {
    ...invoiceDefaults(account, client),
    create_date: "",
    ...given,
    currency_code: currency,
    invoice_number: number,
  };
  const totals = totalsOf(account, fields);
  const row = addRow(account, "invoices", account.invoices, { ...fields, totals });
  rememberNumber(account, number, row.id);
  // A new invoice counts as a change of its client (quirk 25).
  touch(account, client);
  return row;
}

function findClient(account: Account, customerId: number | undefined): Row<ClientFields> {
  const client = account.clients.get(customerId ?? 0);
  if (client && client.visState !== 1) return client;
  const details = { object: "client", field: "customerid", value: customerId };
  throw unprocessable(1012, "Client not found.", details);
}

/** The client's currency unless the invoice names its own. */
function newCurrency(account: Account, body: Body): string {
  const given = body["currency_code"];
  if (given !== undefined && given !== null) return String(given);
  const client = account.clients.get(Number(body["customerid"]));
  return client?.fields.currency_code ?? account.baseCurrency;
}

function updateInvoice(account: Account, row: Row<InvoiceFields>, body: Body): void {
  const currency = String(body["currency_code"] ?? row.fields.currency_code);
  const table = invoiceTable({ account, currency, exceptId: row.id });
  const given = readFields<InvoiceFields>({ object: "invoice", body, table });
  const number = given.invoice_number || row.fields.invoice_number;
  const fields = { ...row.fields, ...given, invoice_number: number };
  const totals = totalsOf(account, fields);
  if (number !== row.fields.invoice_number) {
    forgetNumber(account, row.fields.invoice_number, row.id);
    rememberNumber(account, number, row.id);
  }
  row.fields = { ...fields, totals };
}

type Summed = Pick<InvoiceFields, "lines" | "currency_code" | "discount_value">;

function totalsOf(account: Account, fields: Summed): InvoiceFields["totals"] {
  const { amount, discountTotal } = sumInvoice(fields.lines, {
    currencyCode: fields.currency_code,
    discountPercent: fields.discount_value,
    rounding: account.world.settings.taxRounding,
  });
  if (amount.isNegative()) {
    const details = { object: "invoice", field: "amount", value: amount };
    throw unprocessable(1040, "The total of an invoice must not be negative.", details);
  }
  return { amount: amount.toFixed(), discountTotal: discountTotal.toFixed() };
}

/** Marks as sent or e-mails; either way a draft becomes sent. */
function actOnInvoice(account: Account, row: Row<InvoiceFields>, body: Body): boolean {
  const isEmail = body["action_email"] === true;
  if (!isEmail && body["action_mark_as_sent"] !== true) return false;
  if (isEmail) requireRecipients(body);
  if (row.fields.status === 1) row.fields.status = 2;
  row.fields.fulfillment_date ??= easternDate(account.world.clock.now());
  if (isEmail) account.world.emit(account, "invoice.sendByEmail", row.id);
  return true;
}

function requireRecipients(body: Body): void {
  const recipients = body["email_recipients"];
  if (Array.isArray(recipients) && recipients.length > 0) return;
  const details = { object: "invoice", field: "email_recipients" };
  throw unprocessable(1001, "'email_recipients' is a required field.", details);
}

/** Payments of a deleted invoice stay as they are, but count as changed (quirk 30). */
function touchPayments(account: Account, row: Row<InvoiceFields>): void {
  for (const payment of account.paymentsByInvoice.get(row.id) ?? []) touch(account, payment);
}
