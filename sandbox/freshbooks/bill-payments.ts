// Payments of bills. They have no webhook event and no filter.
import { type Account, addRow, touch } from "./account.ts";
import type { AccountingResource } from "./accounting-resource.ts";
import {
  type Body,
  day,
  type FieldTable,
  identifier,
  moneyIn,
  oneOf,
  readFields,
  text,
} from "./field-table.ts";
import { paymentTypes } from "./payment-types.ts";
import type { Row } from "./records.ts";
import { unprocessable } from "./refusal.ts";
import type { BillPaymentFields } from "./spending-records.ts";

export const billPayments: AccountingResource<BillPaymentFields> = {
  path: "bill_payments/bill_payments",
  singular: "bill_payment",
  plural: "bill_payments",
  scopeObject: "bill_payments",
  idField: "id",
  methods: new Set(["create", "update"]),
  isReadableWhenDeleted: true,
  gate: {
    setting: "bill_payments",
    errno: 41101,
    message: "You do not have access to bill payments.",
  },
  filters: () => ({}),
  rows: (account) => account.billPayments,
  create: createBillPayment,
  update: (account, row, body) => {
    const table = billPaymentTable(row.fields.amount.code);
    Object.assign(row.fields, readFields({ object: "bill_payment", body, table }));
    touchBill(account, row);
  },
  afterVisState: touchBill,
  present: (_account, row) => presentBillPayment(row),
};

function billPaymentTable(currency: string): FieldTable<BillPaymentFields> {
  return {
    amount: moneyIn(currency),
    paid_date: day,
    payment_type: oneOf(paymentTypes),
    note: text,
  };
}

function createBillPayment(account: Account, body: Body): Row<BillPaymentFields> {
  const bill = account.bills.get(Number(body["billid"]));
  const currency = bill?.fields.currency_code ?? account.baseCurrency;
  const given = readFields<BillPaymentFields>({
    object: "bill_payment",
    body,
    table: { billid: identifier, ...billPaymentTable(currency) },
    required: ["billid", "amount", "paid_date", "payment_type"],
  });
  if (!bill || bill.visState === 1) {
    const details = { object: "bill", field: "billid", value: given.billid };
    throw unprocessable(1012, "Bill not found.", details);
  }
  const blank = { billid: bill.id, amount: { amount: "0.00", code: currency }, paid_date: "" };
  const fields = { ...blank, payment_type: "Other", note: "", ...given };
  const row = addRow(account, "billPayments", account.billPayments, fields);
  touch(account, bill);
  return row;
}

function touchBill(account: Account, row: Row<BillPaymentFields>): void {
  const bill = account.bills.get(row.fields.billid);
  if (bill) touch(account, bill);
}

export function presentBillPayment(row: Row<BillPaymentFields>): Record<string, unknown> {
  return { id: row.id, ...row.fields, vis_state: row.visState };
}
