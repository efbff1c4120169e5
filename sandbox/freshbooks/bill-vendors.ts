// Bill vendors: whom the account owes. Known by `vendorid` alone; behind the Accounts Payable add-on (quirk 5).
import { Decimal } from "decimal.js";
import { type Account, addRow } from "./account.ts";
import type { AccountingResource } from "./accounting-resource.ts";
import { billStanding } from "./bill-arithmetic.ts";
import { money } from "./currency.ts";
import { easternTimestamp } from "./eastern-time.ts";
import {
  type Body,
  currencyCode,
  type FieldParser,
  FieldProblem,
  type FieldTable,
  flag,
  nullableText,
  readFields,
  text,
} from "./field-table.ts";
import type { Row } from "./records.ts";
import type { VendorFields } from "./spending-records.ts";

export const billVendors: AccountingResource<VendorFields> = {
  path: "bill_vendors/bill_vendors",
  singular: "bill_vendor",
  plural: "bill_vendors",
  scopeObject: "bill_vendors",
  event: "bill_vendor",
  idField: "vendorid",
  methods: new Set(["create", "update"]),
  isReadableWhenDeleted: true,
  gate: {
    setting: "bill_vendors",
    errno: 31001,
    message: "You do not have access to bill vendors.",
  },
  filters: () => ({}),
  rows: (account) => account.billVendors,
  create: createVendor,
  update: (_account, row, body) => {
    Object.assign(row.fields, readFields({ object: "bill_vendor", body, table: writable }));
  },
  present: presentVendor,
};

const language: FieldParser<string> = (value, field) => {
  const given = text(value, field);
  if (given === "") throw new FieldProblem(1004, 'Invalid value "".');
  return given;
};

const writable: FieldTable<VendorFields> = {
  vendor_name: text,
  language,
  currency_code: currencyCode,
  account_number: nullableText,
  primary_contact_first_name: nullableText,
  primary_contact_last_name: nullableText,
  primary_contact_email: nullableText,
  phone: nullableText,
  website: nullableText,
  street: nullableText,
  street2: nullableText,
  city: nullableText,
  province: nullableText,
  postal_code: nullableText,
  country: nullableText,
  is_1099: flag,
  note: nullableText,
};

/** A missing language is refused as an invalid one. */
function createVendor(account: Account, body: Body): Row<VendorFields> {
  const given = readFields<VendorFields>({
    object: "bill_vendor",
    body: { language: "", ...body },
    table: writable,
    required: ["vendor_name"],
  });
  const fields = { ...blankVendor, currency_code: account.baseCurrency, ...given };
  return addRow(account, "billVendors", account.billVendors, fields);
}

const blankVendor = {
  vendor_name: "",
  language: "en",
  account_number: null,
  primary_contact_first_name: null,
  primary_contact_last_name: null,
  primary_contact_email: null,
  phone: null,
  website: null,
  street: null,
  street2: null,
  city: null,
  province: null,
  postal_code: null,
  country: null,
  is_1099: false,
  note: null,
};

export function presentVendor(account: Account, row: Row<VendorFields>): Record<string, unknown> {
  return {
    vendorid: row.id,
    ...row.fields,
    tax_defaults: [],
    outstanding_balance: balances(account, row.id, ["unpaid", "partial", "overdue"]),
    overdue_balance: balances(account, row.id, ["overdue"]),
    created_at: easternTimestamp(row.createdAt),
    updated_at: easternTimestamp(row.updatedAt),
    vis_state: row.visState,
  };
}

/** What is owed on the vendor's bills in these states, one amount per currency. */
function balances(account: Account, vendorId: number, states: readonly string[]): unknown[] {
  const totals = new Map<string, Decimal>();
  for (const bill of account.bills.values()) {
    const { vendorid, currency_code } = bill.fields;
    const { status, outstanding } = billStanding(account, bill);
    if (bill.visState === 1 || vendorid !== vendorId || !states.includes(status)) continue;
    totals.set(currency_code, (totals.get(currency_code) ?? new Decimal(0)).plus(outstanding));
  }
  return [...totals].map(([code, amount]) => ({ amount: money(amount, code) }));
}
