// Payments: never more than the invoice still owes; the excess becomes a credit of the client (quirk 29).
import { Decimal } from "decimal.js";
import { type Account, addRow, touch } from "./account.ts";
import type { AccountingResource } from "./accounting-resource.ts";
import { creditLeft } from "./client-balances.ts";
import { addOverpaymentCredit } from "./credit-notes.ts";
import { type Money, money } from "./currency.ts";
import { easternDate, easternTimestamp } from "./eastern-time.ts";
import {
  type Body,
  day,
  type FieldTable,
  flag,
  identifier,
  moneyIn,
  nullableKey,
  oneOf,
  readFields,
  text,
} from "./field-table.ts";
import { settlementOf } from "./invoice-status.ts";
import { paymentFilters } from "./payment-filters.ts";
import { paymentTypes } from "./payment-types.ts";
import type { InvoiceFields, PaymentFields, Row } from "./records.ts";
import { unprocessable } from "./refusal.ts";

export const payments: AccountingResource<PaymentFields> = {
  path: "payments/payments",
  singular: "payment",
  plural: "payments",
  scopeObject: "payments",
  event: "payment",
  idField: "logid",
  methods: new Set(["create", "update"]),
  isReadableWhenDeleted: true,
  filters: paymentFilters,
  rows: (account) => account.payments,
  create: createPayment,
  update: updatePayment,
  afterVisState: followVisState,
  present: (account, row) => presentPayment(account, row),
};

function paymentTable(account: Account): FieldTable<PaymentFields> {
  return {
    amount: moneyIn(account.baseCurrency),
    date: day,
    type: oneOf(paymentTypes),
    note: text,
    orderid: nullableKey,
    transactionid: nullableKey,
    send_client_notification: flag,
  };
}

function createPayment(account: Account, body: Body): Row<PaymentFields> {
  const table = {
    ...paymentTable(account),
    invoiceid: identifier,
    creditid: identifier,
    amount: moneyIn(currencyOfInvoice(account, body)),
  };
  const required = ["invoiceid", "amount", "date", "type"];
  const given = readFields<PaymentFields>({ object: "payment", body, table, required });
  const invoice = findInvoice(account, given.invoiceid);
  const amount = requireAmount(given.amount, invoice);
  const { creditid } = given;
  if (creditid) requireCredit(account, creditid, amount);
  const accepted = Decimal.min(amount, Decimal.max(0, settlementOf(account, invoice).outstanding));
  const code = invoice.fields.currency_code;
  const row = addRow(account, "payments", account.payments, {
    ...blankPayment,
    ...given,
    invoiceid: invoice.id,
    clientid: invoice.fields.customerid,
    from_credit: Boolean(creditid),
    amount: money(accepted, code),
  });
  fileUnderInvoice(account, row);
  leaveDraft(account, invoice);
  if (amount.gt(accepted) && !creditid)
    addCredit(account, row, money(amount.minus(accepted), code));
  return row;
}

const blankPayment = {
  creditid: null,
  date: "",
  type: "Other",
  note: "",
  orderid: null,
  transactionid: null,
  overpaymentid: null,
  send_client_notification: null,
};

function currencyOfInvoice(account: Account, body: Body): string {
  return (
    account.invoices.get(Number(body["invoiceid"]))?.fields.currency_code ?? account.baseCurrency
  );
}

function findInvoice(account: Account, invoiceId: number | undefined): Row<InvoiceFields> {
  const invoice = account.invoices.get(invoiceId ?? 0);
  if (invoice && invoice.visState !== 1) return invoice;
  const details = { object: "invoice", field: "invoiceid", value: invoiceId };
  throw unprocessable(1012, "Invoice not found.", details);
}

/** A payment in another currency, of nothing or of less than nothing is refused. */
function requireAmount(given: Money | undefined, invoice: Row<InvoiceFields>): Decimal {
  const { amount, code } = given ?? { amount: "0", code: invoice.fields.currency_code };
  const details = { object: "payment", field: "amount", value: amount };
  if (code !== invoice.fields.currency_code) {
    const message = `The payment's currency ${code} is not the invoice's ${invoice.fields.currency_code}.`;
    throw unprocessable(1004, message, details);
  }
  const value = new Decimal(amount);
  if (value.gt(0)) return value;
  throw unprocessable(1025, "The field 'amount' must be greater than zero.", details);
}

function requireCredit(account: Account, creditId: number, amount: Decimal): void {
  if (creditLeft(account, creditId).gte(amount)) return;
  const details = { object: "payment", field: "creditid", value: creditId };
  throw unprocessable(1004, "The credit does not cover the amount.", details);
}

function fileUnderInvoice(account: Account, row: Row<PaymentFields>): void {
  const filed = account.paymentsByInvoice.get(row.fields.invoiceid) ?? [];
  account.paymentsByInvoice.set(row.fields.invoiceid, [...filed, row]);
}

/** A payment takes an invoice out of draft (assumed: FreshBooks does not say). */
function leaveDraft(account: Account, invoice: Row<InvoiceFields>): void {
  if (invoice.fields.status === 1) {
    invoice.fields.status = 2;
    invoice.fields.fulfillment_date ??= easternDate(account.world.clock.now());
  }
  touch(account, invoice);
}

function addCredit(account: Account, payment: Row<PaymentFields>, amount: Money): void {
  const { clientid, date } = payment.fields;
  const credit = addOverpaymentCredit(account, { clientid, create_date: date, amount });
  payment.fields.overpaymentid = credit.id;
}

/** A larger amount is capped like a new payment, without a further credit. */
function updatePayment(account: Account, row: Row<PaymentFields>, body: Body): void {
  const invoice = account.invoices.get(row.fields.invoiceid);
  const code = row.fields.amount.code;
  const table = { ...paymentTable(account), amount: moneyIn(code) };
  const given = readFields<PaymentFields>({ object: "payment", body, table });
  if (invoice && given.amount) {
    const wanted = requireAmount(given.amount, invoice);
    const others = settlementOf(account, invoice).outstanding.plus(row.fields.amount.amount);
    given.amount = money(Decimal.min(wanted, Decimal.max(0, others)), code);
  }
  Object.assign(row.fields, given);
  touchInvoice(account, row.fields.invoiceid);
}

/** A deleted payment's amount is owed again, and its overpayment credit goes with it (quirk 29). */
function followVisState(account: Account, row: Row<PaymentFields>): void {
  touchInvoice(account, row.fields.invoiceid);
  const credit = account.credits.get(row.fields.overpaymentid ?? 0);
  if (!credit) return;
  credit.visState = row.visState;
  touch(account, credit);
}

function touchInvoice(account: Account, invoiceId: number): void {
  const invoice = account.invoices.get(invoiceId);
  if (invoice) touch(account, invoice);
}

export function presentPayment(account: Account, row: Row<PaymentFields>): Record<string, unknown> {
  return {
    id: row.id,
    logid: row.id,
    accounting_systemid: account.accountId,
    ...row.fields,
    gateway: null,
    transaction_uuid: null,
    bulk_paymentid: null,
    updated: easternTimestamp(row.updatedAt),
    vis_state: row.visState,
  };
}
