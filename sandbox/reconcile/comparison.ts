// What the oracle reads of the books and what it answers.

interface Money {
  amount: string;
  code: string;
}

/** The part of FreshBooks' ledger that is looked at; field names are FreshBooks' own. */
export interface FreshbooksLedger {
  clients: { id: number; email: string; organization: string; vis_state: number }[];
  invoices: {
    id: number;
    invoice_number: string;
    customerid: number;
    currency_code: string;
    amount: Money;
    vis_state: number;
  }[];
  payments: {
    id: number;
    invoiceid: number;
    amount: Money;
    vis_state: number;
    /** The credit that took what was paid too much. */
    overpaymentid?: number | null;
  }[];
}

export type Verdict =
  | "ok"
  | "none, as meant"
  | "missing"
  | "duplicate"
  | "unexpected"
  | "currency differs"
  | "total differs"
  | "payments differ";

export interface ComparedOrder {
  orderNumber: string;
  currency: string;
  orderTotal: string;
  invoiceNumber: string;
  invoiceTotal: string | null;
  paymentsTotal: string | null;
  /** What the shop captured: the gateway's part when paid, plus gift cards. */
  expectedPaid: string;
  verdict: Verdict;
}

export interface Finding {
  kind: "invoice" | "payment" | "client";
  /** Order number, or the identity of a customer. */
  of: string;
  detail: string;
}

export interface Comparison {
  rows: ComparedOrder[];
  /** Orders that had to become an invoice. */
  orders: number;
  /** Active objects in the books. */
  invoices: number;
  clients: number;
  payments: number;
  duplicates: Finding[];
  missing: Finding[];
  mismatches: Finding[];
  /** Numbers of active invoices that belong to no order of the shop. */
  unknownInvoices: string[];
}

export type Group = "duplicate" | "missing" | "mismatch";
export type GroupedFinding = Finding & { group: Group };

/** A finding about an order, with the order's verdict. */
export type VerdictFinding = GroupedFinding & { verdict: Verdict };
