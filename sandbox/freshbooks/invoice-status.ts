// Where an invoice stands: what people set (draft, sent, viewed, disputed) joined with what was paid.
import { Decimal } from "decimal.js";
import type { Account } from "./account.ts";
import { sum } from "./currency.ts";
import { addDays, easternDate } from "./eastern-time.ts";
import type { InvoiceFields, PaymentFields, Row } from "./records.ts";

export interface Settlement {
  paid: Decimal;
  outstanding: Decimal;
  payment_status: "unpaid" | "partial" | "paid";
  /** Day of the payment that settled it, `YYYY-MM-DD`. */
  date_paid: string | null;
}

const names: Readonly<Record<number, string>> = {
  0: "disputed",
  1: "draft",
  2: "sent",
  3: "viewed",
};

function activePayments(account: Account, invoiceId: number): Row<PaymentFields>[] {
  const payments = account.paymentsByInvoice.get(invoiceId) ?? [];
  return payments.filter((payment) => payment.visState !== 1);
}

export function settlementOf(account: Account, row: Row<InvoiceFields>): Settlement {
  const payments = activePayments(account, row.id);
  const paid = sum(payments.map((payment) => new Decimal(payment.fields.amount.amount)));
  const outstanding = new Decimal(row.fields.totals.amount).minus(paid);
  if (paid.isZero()) return { paid, outstanding, payment_status: "unpaid", date_paid: null };
  if (outstanding.gt(0)) return { paid, outstanding, payment_status: "partial", date_paid: null };
  const days = payments.map((payment) => payment.fields.date).sort();
  return { paid, outstanding, payment_status: "paid", date_paid: days.at(-1) ?? null };
}

export interface StatusFields {
  status: number;
  display_status: string;
  v3_status: string;
}

/** After a part payment `status` stays 2 and only v3_status says "partial" (quirk 24). */
export function statusOf(
  account: Account,
  row: Row<InvoiceFields>,
  settlement: Settlement,
): StatusFields {
  const { status } = row.fields;
  const name = names[status] ?? "draft";
  switch (settlement.payment_status) {
    case "paid":
      return { status: 4, display_status: "paid", v3_status: "paid" };
    case "partial":
      return { status, display_status: name, v3_status: "partial" };
    default:
      return {
        status,
        display_status: name,
        v3_status: isOverdue(account, row) ? "overdue" : name,
      };
  }
}

export function dueDateOf(fields: InvoiceFields): string {
  return addDays(fields.create_date, fields.due_offset_days);
}

/** A draft is never overdue, however old. */
function isOverdue(account: Account, row: Row<InvoiceFields>): boolean {
  const wasSent = row.fields.status === 2 || row.fields.status === 3;
  return wasSent && dueDateOf(row.fields) < easternDate(account.world.clock.now());
}
