// Bills of vendors: amounts, status and due date are derived and cannot be written (quirk 38).
import type { Decimal } from "decimal.js";
import { type Account, addRow } from "./account.ts";
import type { AccountingResource } from "./accounting-resource.ts";
import { activeBillPayments, billDueDate, billStanding, sumBillLines } from "./bill-arithmetic.ts";
import { readBillLines } from "./bill-lines.ts";
import { presentBillPayment } from "./bill-payments.ts";
import { presentVendor } from "./bill-vendors.ts";
import { money } from "./currency.ts";
import { easternTimestamp, utcTimestamp } from "./eastern-time.ts";
import {
  type Body,
  currencyCode,
  day,
  type FieldParser,
  type FieldTable,
  identifier,
  nullableText,
  readFields,
  text,
} from "./field-table.ts";
import { equals, equalsNumber, type Filters } from "./list-query.ts";
import type { Row } from "./records.ts";
import { unprocessable } from "./refusal.ts";
import type { BillFields, BillLine } from "./spending-records.ts";

export const bills: AccountingResource<BillFields> = {
  path: "bills/bills",
  singular: "bill",
  plural: "bills",
  scopeObject: "bills",
  event: "bill",
  idField: "id",
  methods: new Set(["create", "update"]),
  isReadableWhenDeleted: true,
  gate: { setting: "bills", errno: 41001, message: "You do not have access to bills." },
  readOnly: ["due_date", "amount", "status", "overall_description", "overall_category"],
  filters: billFilters,
  rows: (account) => account.bills,
  create: createBill,
  update: (account, row, body) => {
    const currency = String(body["currency_code"] ?? row.fields.currency_code);
    const table = billTable(account, currency);
    Object.assign(row.fields, readFields({ object: "bill", body, table }));
  },
  present: presentBill,
};

/** No date filter at all, and `vendor_id` or `status` are not among them. */
function billFilters(account: Account): Filters<BillFields> {
  return {
    vendorid: equalsNumber((row) => row.fields.vendorid),
    statuses: equals((row) => billStanding(account, row).status),
    currency_code: equals((row) => row.fields.currency_code),
    ids: equalsNumber((row) => row.id),
  };
}

function billTable(account: Account, currency: string): FieldTable<BillFields> {
  return {
    vendorid: vendorOf(account),
    issue_date: day,
    due_offset_days: identifier,
    currency_code: currencyCode,
    language: text,
    bill_number: nullableText,
    lines: (value) => readBillLines(account, value, currency),
  };
}

function vendorOf(account: Account): FieldParser<number> {
  return (value, field) => {
    const id = identifier(value, field);
    const vendor = account.billVendors.get(id);
    if (vendor && vendor.visState !== 1) return id;
    throw unprocessable(1012, "Bill vendor not found.", {
      object: "bill_vendor",
      field,
      value: id,
    });
  };
}

function createBill(account: Account, body: Body): Row<BillFields> {
  const currency = String(body["currency_code"] ?? account.baseCurrency);
  const given = readFields<BillFields>({
    object: "bill",
    body,
    table: billTable(account, currency),
    required: ["vendorid", "issue_date", "due_offset_days", "currency_code", "language", "lines"],
  });
  return addRow(account, "bills", account.bills, {
    vendorid: 0,
    issue_date: "",
    due_offset_days: 0,
    currency_code: currency,
    language: "en",
    bill_number: null,
    lines: [],
    ...given,
  });
}

export function presentBill(account: Account, row: Row<BillFields>): Record<string, unknown> {
  const { fields } = row;
  const { sums, paid, outstanding, status } = billStanding(account, row);
  const inCurrency = (amount: Decimal) => money(amount, fields.currency_code);
  const vendor = account.billVendors.get(fields.vendorid);
  return {
    id: row.id,
    ...fields,
    vendor: vendor ? presentVendor(account, vendor) : null,
    bill_payments: activeBillPayments(account, row.id).map(presentBillPayment),
    due_date: billDueDate(fields),
    status,
    amount: inCurrency(sums.subtotal),
    tax_amount: inCurrency(sums.taxTotal),
    total_amount: inCurrency(sums.amount),
    paid: inCurrency(paid),
    outstanding: inCurrency(outstanding),
    lines: fields.lines.map((line, index) => presentLine(account, fields, { line, index })),
    overall_category:
      account.categories.get(fields.lines[0]?.categoryid ?? 0)?.fields.category ?? "",
    overall_description: fields.lines[0]?.description ?? "",
    attachment: null,
    created_at: utcTimestamp(row.createdAt),
    updated_at: easternTimestamp(row.updatedAt),
    vis_state: row.visState,
  };
}

function presentLine(
  account: Account,
  bill: BillFields,
  { line, index }: { line: BillLine; index: number },
): Record<string, unknown> {
  const code = bill.currency_code;
  const sums = sumBillLines(account, [line], code);
  const firstTax = sumBillLines(account, [{ ...line, tax_percent2: "0" }], code).taxTotal;
  const category = account.categories.get(line.categoryid);
  return {
    id: index + 1,
    list_index: index + 1,
    ...line,
    category: category ? { id: category.id, categoryid: category.id, ...category.fields } : null,
    amount: money(sums.subtotal, code),
    tax_amount1: money(firstTax, code),
    tax_amount2: money(sums.taxTotal.minus(firstTax), code),
    total_amount: money(sums.amount, code),
  };
}
