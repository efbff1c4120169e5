// Everything the books ever held, deleted objects included: what a test's oracle compares with.
import type { LoggedCall } from "../kit/call-log.ts";
import type { Account } from "./account.ts";
import { presentBillPayment } from "./bill-payments.ts";
import { presentVendor } from "./bill-vendors.ts";
import { presentBill } from "./bills.ts";
import { clients } from "./clients.ts";
import { presentCredit } from "./credit-notes.ts";
import { expenses } from "./expenses.ts";
import { presentInvoice } from "./invoice-view.ts";
import { items } from "./items.ts";
import { presentEntry } from "./journal-entries.ts";
import { presentPayment } from "./payments.ts";
import type { Row } from "./records.ts";
import { taxes } from "./taxes.ts";

type Entry = Record<string, unknown> & { createdAt: string; vis_state: number };

export interface Ledger {
  clients: Entry[];
  invoices: Entry[];
  payments: Entry[];
  items: Entry[];
  taxes: Entry[];
  overpaymentCredits: Entry[];
  /** All credit notes, those of overpayments included. */
  creditNotes: Entry[];
  expenses: Entry[];
  billVendors: Entry[];
  bills: Entry[];
  billPayments: Entry[];
  journalEntries: Entry[];
  calls: LoggedCall[];
}

const nothing: ReadonlySet<string> = new Set();
const withLines: ReadonlySet<string> = new Set(["lines"]);

export function readLedger(account: Account, calls: LoggedCall[]): Ledger {
  const creditNotes = entries(account.credits, (row) => presentCredit(account, row, withLines));
  return {
    clients: entries(account.clients, (row) => clients.present(account, row, nothing)),
    invoices: entries(account.invoices, (row) => presentInvoice(account, row, withLines)),
    payments: entries(account.payments, (row) => presentPayment(account, row)),
    items: entries(account.items, (row) => items.present(account, row, nothing)),
    taxes: entries(account.taxes, (row) => taxes.present(account, row, nothing)),
    overpaymentCredits: creditNotes.filter((note) => note["credit_type"] === "overpayment"),
    creditNotes,
    expenses: entries(account.expenses, (row) => expenses.present(account, row, nothing)),
    billVendors: entries(account.billVendors, (row) => presentVendor(account, row)),
    bills: entries(account.bills, (row) => presentBill(account, row)),
    billPayments: entries(account.billPayments, presentBillPayment),
    journalEntries: entries(account.journalEntries, (row) => presentEntry(account, row)),
    calls,
  };
}

function entries<Fields>(
  rows: ReadonlyMap<number, Row<Fields>>,
  present: (row: Row<Fields>) => Record<string, unknown>,
): Entry[] {
  return [...rows.values()].map((row) => ({
    ...present(row),
    vis_state: row.visState,
    createdAt: row.createdAt.toISOString(),
  }));
}
