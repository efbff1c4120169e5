// Sums and standing of a bill: the same line and tax rules as an invoice, without a discount.
import { Decimal } from "decimal.js";
import type { Account } from "./account.ts";
import { sum } from "./currency.ts";
import { addDays, easternDate } from "./eastern-time.ts";
import { type InvoiceSums, sumInvoice } from "./invoice-arithmetic.ts";
import type { Row } from "./records.ts";
import type { BillFields, BillLine, BillPaymentFields } from "./spending-records.ts";

export interface BillStanding {
  sums: InvoiceSums;
  paid: Decimal;
  outstanding: Decimal;
  status: "unpaid" | "overdue" | "partial" | "paid";
}

export function sumBillLines(
  account: Account,
  lines: readonly BillLine[],
  currencyCode: string,
): InvoiceSums {
  const priced = lines.map((line) => ({
    qty: line.quantity,
    unit_cost: line.unit_cost,
    taxName1: line.tax_name1,
    taxAmount1: line.tax_percent1,
    taxName2: line.tax_name2,
    taxAmount2: line.tax_percent2,
    compounded_tax: line.compounded_tax,
  }));
  const rounding = account.world.settings.taxRounding;
  return sumInvoice(priced, { currencyCode, discountPercent: "0", rounding });
}

export function billStanding(account: Account, row: Row<BillFields>): BillStanding {
  const { fields } = row;
  const sums = sumBillLines(account, fields.lines, fields.currency_code);
  const payments = activeBillPayments(account, row.id);
  const paid = sum(payments.map((payment) => new Decimal(payment.fields.amount.amount)));
  const outstanding = sums.amount.minus(paid);
  return { sums, paid, outstanding, status: statusOf(account, row, { paid, outstanding }) };
}

export function activeBillPayments(account: Account, billId: number): Row<BillPaymentFields>[] {
  const payments = [...account.billPayments.values()];
  return payments.filter((payment) => payment.fields.billid === billId && payment.visState !== 1);
}

export function billDueDate(fields: BillFields): string {
  return addDays(fields.issue_date, fields.due_offset_days);
}

function statusOf(
  account: Account,
  row: Row<BillFields>,
  { paid, outstanding }: Pick<BillStanding, "paid" | "outstanding">,
): BillStanding["status"] {
  if (paid.gt(0)) return outstanding.gt(0) ? "partial" : "paid";
  const today = easternDate(account.world.clock.now());
  return billDueDate(row.fields) < today ? "overdue" : "unpaid";
}
