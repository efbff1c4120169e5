// Expenses: an equal one is flagged as a duplicate and created all the same (quirk 37).
import { type Account, addRow } from "./account.ts";
import type { AccountingResource } from "./accounting-resource.ts";
import type { Money } from "./currency.ts";
import { easternTimestamp, easternVersion } from "./eastern-time.ts";
import {
  type Body,
  day,
  type FieldParser,
  type FieldTable,
  flag,
  identifier,
  moneyIn,
  nullableKey,
  nullableText,
  percent,
  readFields,
  text,
} from "./field-table.ts";
import {
  amountRange,
  contains,
  dayRange,
  equalsNumber,
  type Filters,
  isTrue,
  updatedRange,
} from "./list-query.ts";
import type { Row } from "./records.ts";
import { unprocessable } from "./refusal.ts";
import type { ExpenseFields } from "./spending-records.ts";

export const expenses: AccountingResource<ExpenseFields> = {
  path: "expenses/expenses",
  singular: "expense",
  plural: "expenses",
  scopeObject: "expenses",
  event: "expense",
  idField: "expenseid",
  methods: new Set(["create", "update"]),
  isReadableWhenDeleted: true,
  filters: expenseFilters,
  rows: (account) => account.expenses,
  create: createExpense,
  update: (account, row, body) => {
    const table = expenseTable(account);
    Object.assign(row.fields, readFields({ object: "expense", body, table }));
  },
  present: presentExpense,
};

function expenseFilters(): Filters<ExpenseFields> {
  return {
    ...dayRange("date", (row) => row.fields.date),
    ...updatedRange(),
    ...amountRange("amount", (row) => row.fields.amount.amount),
    expenseid: equalsNumber((row) => row.id),
    expenseids: equalsNumber((row) => row.id),
    clientid: equalsNumber((row) => row.fields.clientid),
    clientids: equalsNumber((row) => row.fields.clientid),
    staffid: equalsNumber((row) => row.fields.staffid),
    categoryid: equalsNumber((row) => row.fields.categoryid),
    categoryids: equalsNumber((row) => row.fields.categoryid),
    projectid: equalsNumber((row) => row.fields.projectid),
    vendor: contains((row) => row.fields.vendor),
    has_receipt: isTrue((row) => row.fields.has_receipt),
  };
}

function expenseTable(account: Account): FieldTable<ExpenseFields> {
  const amount = moneyIn(account.baseCurrency);
  const taxAmount: FieldParser<Money | null> = (value, field) =>
    value === null ? null : amount(value, field);
  const taxPercent: FieldParser<string | null> = (value, field) =>
    value === null ? null : percent(value, field);
  return {
    categoryid: categoryOf(account),
    staffid: identifier,
    amount,
    date: day,
    vendor: text,
    notes: text,
    clientid: identifier,
    projectid: identifier,
    billable: flag,
    taxName1: nullableText,
    taxName2: nullableText,
    taxPercent1: taxPercent,
    taxPercent2: taxPercent,
    taxAmount1: taxAmount,
    taxAmount2: taxAmount,
    compounded_tax: flag,
    include_receipt: flag,
    has_receipt: flag,
    account_name: text,
    bank_name: text,
    transactionid: nullableKey,
    ext_systemid: identifier,
    ext_invoiceid: identifier,
  };
}

/** The id of an existing expense category. */
export function categoryOf(account: Account): FieldParser<number> {
  return (value, field) => {
    const id = identifier(value, field);
    if (account.categories.has(id)) return id;
    throw unprocessable(1012, "Category not found.", { object: "category", field, value: id });
  };
}

function createExpense(account: Account, body: Body): Row<ExpenseFields> {
  const table = expenseTable(account);
  const required = ["categoryid", "staffid", "amount", "date"];
  const given = readFields<ExpenseFields>({ object: "expense", body, table, required });
  const fields = {
    ...blankExpense,
    amount: { amount: "0.00", code: account.baseCurrency },
    ...given,
  };
  const isduplicate = [...account.expenses.values()].some(
    (other) => other.visState !== 1 && isEqual(other.fields, fields),
  );
  return addRow(account, "expenses", account.expenses, { ...fields, isduplicate });
}

type Compared = Pick<ExpenseFields, "vendor" | "date" | "amount">;

function isEqual(a: Compared, b: Compared): boolean {
  const sameAmount = a.amount.amount === b.amount.amount && a.amount.code === b.amount.code;
  return a.vendor === b.vendor && a.date === b.date && sameAmount;
}

const blankExpense = {
  categoryid: 0,
  staffid: 0,
  date: "",
  vendor: "",
  notes: "",
  clientid: 0,
  projectid: 0,
  billable: false,
  taxName1: null,
  taxName2: null,
  taxPercent1: null,
  taxPercent2: null,
  taxAmount1: null,
  taxAmount2: null,
  compounded_tax: false,
  include_receipt: false,
  has_receipt: false,
  account_name: "",
  bank_name: "",
  transactionid: null,
  ext_systemid: 0,
  ext_invoiceid: 0,
};

function presentExpense(account: Account, row: Row<ExpenseFields>): Record<string, unknown> {
  return {
    id: row.id,
    expenseid: row.id,
    accounting_systemid: account.accountId,
    ...row.fields,
    status: row.fields.clientid === 0 ? 0 : 1,
    invoiceid: null,
    markup_percent: "0",
    attachment: null,
    accountid: null,
    profileid: null,
    is_cogs: account.categories.get(row.fields.categoryid)?.fields.is_cogs ?? false,
    bill_matches: [],
    from_bulk_import: false,
    version: easternVersion(row.updatedAt, row.revision),
    updated: easternTimestamp(row.updatedAt),
    vis_state: row.visState,
  };
}
