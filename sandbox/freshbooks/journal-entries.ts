// Journal entries of the older ledger API: written once, listed only as their details, never changed (quirk 39).
import { Decimal } from "decimal.js";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type AccessControl, admit } from "./access.ts";
import { type Account, addRow, isListed } from "./account.ts";
import { chartOfAccounts, findSubAccount } from "./chart-of-accounts.ts";
import { money, sum } from "./currency.ts";
import { easternTimestamp } from "./eastern-time.ts";
import {
  type Body,
  currencyCode,
  day,
  decimalText,
  FieldProblem,
  type FieldTable,
  identifier,
  readFields,
  text,
} from "./field-table.ts";
import { pageOf, parseListQuery } from "./list-query.ts";
import type { Row } from "./records.ts";
import { problem, Refusal, unprocessable } from "./refusal.ts";
import type { JournalDetail, JournalEntryFields } from "./spending-records.ts";

const base = "/accounting/account/:accountId";
const read = { object: "journal_entries", access: "read" } as const;
const write = { object: "journal_entries", access: "write" } as const;

export function registerJournalEntries(app: FastifyInstance, control: AccessControl): void {
  app.get(`${base}/journal_entry_accounts/journal_entry_accounts`, async (request) =>
    listAccounts(admit(control, request, read)),
  );
  app.get(`${base}/journal_entries/journal_entry_details`, async (request) =>
    listDetails(admit(control, request, read), request),
  );
  app.post(`${base}/journal_entries/journal_entries`, async (request) => {
    const account = admit(control, request, write);
    const row = createEntry(account, entryBody(request));
    return { response: { result: { journal_entry: presentEntry(account, row) } } };
  });
}

function entryBody(request: FastifyRequest): Body {
  const wrapped = (request.body as Body | null | undefined)?.["journal_entry"];
  return typeof wrapped === "object" && wrapped !== null ? (wrapped as Body) : {};
}

const entryTable: FieldTable<JournalEntryFields> = {
  name: text,
  description: text,
  currency_code: currencyCode,
  user_entered_date: day,
  details: readDetails,
};

/** Without a currency the real one fails with an opaque 500 instead of naming the field. */
function createEntry(account: Account, body: Body): Row<JournalEntryFields> {
  if (!body["currency_code"]) {
    throw new Refusal(500, [problem(500, "There was an error accessing your account data.")]);
  }
  const required = ["name", "user_entered_date", "details"];
  const given = readFields({ object: "journal_entry", body, table: entryTable, required });
  const fields: JournalEntryFields = {
    name: "",
    description: "",
    currency_code: account.baseCurrency,
    user_entered_date: "",
    details: [],
    ...given,
  };
  requireBalance(fields.details);
  return addRow(account, "journalEntries", account.journalEntries, fields);
}

function readDetails(value: unknown): JournalDetail[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new FieldProblem(1001, "'details' is a required field.");
  }
  return value.map((entry) => {
    const body = typeof entry === "object" && entry !== null ? (entry as Body) : {};
    return readDetail(body);
  });
}

function readDetail(body: Body): JournalDetail {
  const side = (value: unknown, field: string) =>
    value === null ? null : decimalText(value, field);
  const table: FieldTable<JournalDetail> = { sub_accountid: identifier, debit: side, credit: side };
  const required = ["sub_accountid"];
  const given = readFields({ object: "detail", body, table, required });
  const detail: JournalDetail = { sub_accountid: 0, debit: null, credit: null, ...given };
  const details = { object: "detail", field: "sub_accountid", value: detail.sub_accountid };
  if (!findSubAccount(detail.sub_accountid)) {
    throw unprocessable(1012, "Account not found.", details);
  }
  if ((detail.debit === null) === (detail.credit === null)) {
    throw unprocessable(1004, "A detail is either a debit or a credit.", details);
  }
  return detail;
}

function requireBalance(details: readonly JournalDetail[]): void {
  const total = (side: "debit" | "credit") =>
    sum(details.map((detail) => new Decimal(detail[side] ?? 0)));
  if (total("debit").equals(total("credit"))) return;
  const message = "Debits and credits must balance.";
  throw unprocessable(1040, message, { object: "journal_entry", field: "details" });
}

export function presentEntry(
  account: Account,
  row: Row<JournalEntryFields>,
): Record<string, unknown> {
  const details = row.fields.details.map((detail, index) => ({
    detailid: detailId(row, index),
    ...detail,
    categoryid: null,
    description: row.fields.description,
  }));
  return {
    id: row.id,
    entryid: row.id,
    accounting_systemid: account.accountId,
    ...row.fields,
    details,
  };
}

function detailId(row: Row<JournalEntryFields>, index: number): number {
  return row.id * 100 + index + 1;
}

function listDetails(account: Account, request: FastifyRequest): unknown {
  const query = parseListQuery(request.url);
  const rows = [...account.journalEntries.values()].filter((row) => isListed(account, row));
  const details = rows.reverse().flatMap(presentDetails);
  const { items, ...paging } = pageOf(details, query);
  return { response: { result: { journal_entry_details: items, ...paging } } };
}

function presentDetails(row: Row<JournalEntryFields>): Record<string, unknown>[] {
  const { currency_code: code, description, name, user_entered_date } = row.fields;
  const side = (amount: string | null) =>
    amount === null ? null : money(new Decimal(amount), code);
  return row.fields.details.map((detail, index) => {
    const found = findSubAccount(detail.sub_accountid);
    return {
      id: detailId(row, index),
      detailid: detailId(row, index),
      detail_type: "manual_entry",
      name,
      description,
      user_entered_date,
      debit: side(detail.debit),
      credit: side(detail.credit),
      account: found && { accountid: found.main.id, ...found.main, sub_accounts: undefined },
      sub_account: found && { sub_accountid: found.sub.id, parentid: found.main.id, ...found.sub },
      entry: { entryid: row.id, invoiceid: null, paymentid: null, expenseid: null, clientid: null },
      created_at: easternTimestamp(row.createdAt),
    };
  });
}

/** The whole chart on one page, whatever page size is asked for. */
function listAccounts(account: Account): unknown {
  const accounts = chartOfAccounts.map(({ sub_accounts, ...main }) => ({
    ...main,
    accountid: main.id,
    balance: "0",
    currency_code: account.baseCurrency,
    sub_accounts: sub_accounts.map((sub) => ({
      ...sub,
      sub_accountid: sub.id,
      parentid: main.id,
      account_type: main.account_type,
      balance: balanceOf(account, sub.id),
      custom: false,
      currency_code: account.baseCurrency,
    })),
  }));
  const paging = { page: 1, pages: 1, per_page: accounts.length, total: accounts.length };
  return { response: { result: { journal_entry_accounts: accounts, ...paging } } };
}

/** Debits less credits of the manual entries in the account's own currency. */
function balanceOf(account: Account, subAccountId: number): string {
  const entries = [...account.journalEntries.values()];
  const inBase = entries.filter((entry) => entry.fields.currency_code === account.baseCurrency);
  const details = inBase.flatMap((entry) => entry.fields.details);
  const posted = details.filter((detail) => detail.sub_accountid === subAccountId);
  return sum(
    posted.map(({ debit, credit }) => new Decimal(debit ?? 0).minus(credit ?? 0)),
  ).toString();
}
