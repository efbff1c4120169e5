// Credit notes: written by hand (goodwill, prepayment) or left behind by overpayments. A payment with a
// credit's id uses it up.
import { Decimal } from "decimal.js";
import { type Account, addRow } from "./account.ts";
import type { AccountingResource, Includes } from "./accounting-resource.ts";
import { creditLeft } from "./client-balances.ts";
import { type Money, money } from "./currency.ts";
import { easternTimestamp } from "./eastern-time.ts";
import {
  type Body,
  currencyCode,
  day,
  type FieldTable,
  identifier,
  nullableText,
  oneOf,
  readFields,
  text,
} from "./field-table.ts";
import { sumInvoice } from "./invoice-arithmetic.ts";
import { presentLine, readLines } from "./invoice-lines.ts";
import { dayRange, equalsNumber } from "./list-query.ts";
import type { CreditFields, Row } from "./records.ts";
import { unprocessable } from "./refusal.ts";

export const creditNotes: AccountingResource<CreditFields> = {
  path: "credit_notes/credit_notes",
  singular: "credit_note",
  plural: "credit_notes",
  scopeObject: "credit_notes",
  event: "credit_note",
  idField: "creditid",
  methods: new Set(["create", "update"]),
  isReadableWhenDeleted: true,
  filters: () => ({
    clientid: equalsNumber((row) => row.fields.clientid),
    ...dayRange("date", (row) => row.fields.create_date),
  }),
  rows: (account) => account.credits,
  create: createCreditNote,
  update: (account, row, body) => {
    const table = creditTable(account, row.fields.currency_code);
    const given = readFields<CreditFields>({ object: "credit_note", body, table });
    const fields = { ...row.fields, ...given };
    row.fields = given.lines ? { ...fields, amount: amountOf(account, fields) } : fields;
  },
  present: presentCredit,
};

function creditTable(account: Account, currency: string): FieldTable<CreditFields> {
  return {
    clientid: identifier,
    create_date: day,
    currency_code: currencyCode,
    credit_type: oneOf(["goodwill", "prepayment"]),
    credit_number: text,
    language: text,
    notes: text,
    terms: nullableText,
    lines: (value) => readLines(account, value, currency),
  };
}

function createCreditNote(account: Account, body: Body): Row<CreditFields> {
  const currency = String(body["currency_code"] ?? account.baseCurrency);
  const table = creditTable(account, currency);
  const required = ["clientid", "create_date"];
  const given = readFields<CreditFields>({ object: "credit_note", body, table, required });
  if (!account.clients.has(given.clientid ?? 0)) {
    const details = { object: "client", field: "clientid", value: given.clientid };
    throw unprocessable(1012, "Client not found.", details);
  }
  const fields = { ...blankCredit(account, currency), ...given };
  const amount = amountOf(account, fields);
  return addRow(account, "credits", account.credits, { ...fields, amount });
}

/** The credit of a payment's excess. */
export function addOverpaymentCredit(
  account: Account,
  excess: Pick<CreditFields, "clientid" | "create_date" | "amount">,
): Row<CreditFields> {
  const blank = blankCredit(account, excess.amount.code);
  const fields: CreditFields = { ...blank, ...excess, credit_type: "overpayment" };
  return addRow(account, "credits", account.credits, fields);
}

function blankCredit(account: Account, currency: string): Omit<CreditFields, "amount"> {
  return {
    clientid: 0,
    create_date: "",
    currency_code: currency,
    credit_type: "goodwill",
    credit_number: String(account.credits.size + 1).padStart(7, "0"),
    language: "en",
    notes: "",
    terms: null,
    lines: [],
  };
}

function amountOf(account: Account, fields: Pick<CreditFields, "lines" | "currency_code">): Money {
  const { amount } = sumInvoice(fields.lines, {
    currencyCode: fields.currency_code,
    discountPercent: "0",
    rounding: account.world.settings.taxRounding,
  });
  return money(amount, fields.currency_code);
}

export function presentCredit(
  account: Account,
  row: Row<CreditFields>,
  includes: Includes,
): Record<string, unknown> {
  const { lines, ...fields } = row.fields;
  const { amount } = fields;
  const used = new Decimal(amount.amount).minus(creditLeft(account, row.id));
  const updated = easternTimestamp(row.updatedAt);
  const view = {
    id: row.id,
    creditid: row.id,
    accounting_systemid: account.accountId,
    ...fields,
    paid: money(used, amount.code),
    status: "created",
    display_status: "created",
    payment_status: used.gte(amount.amount) ? "paid" : "unpaid",
    updated,
    vis_state: row.visState,
  };
  if (!includes.has("lines")) return view;
  const shown = lines.map((line) => presentLine(account, line, { id: row.id, updated }));
  return { ...view, lines: shown };
}
