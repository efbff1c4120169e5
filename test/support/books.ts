// The simulated books in a test's hands: what they hold in the end, in the words of a bookkeeper, and
// what a bookkeeper does in them by hand.

import type { Settings } from "../../sandbox/freshbooks/settings.ts";
import type { LoggedCall } from "../../sandbox/kit/call-log.ts";
import type { Fault } from "../../sandbox/kit/fault.ts";
import { callControl } from "./control.ts";
import type { World } from "./world.ts";

interface Money {
  amount: string;
  code: string;
}

/** FreshBooks' own field names, as far as tests look at them. */
interface LedgerLine {
  name: string;
  description: string;
  qty: string;
  unit_cost: Money;
  taxName1: string | null;
  taxAmount1: string;
  taxName2: string | null;
  taxAmount2: string;
}

export interface LedgerInvoice {
  id: number;
  customerid: number;
  invoice_number: string;
  po_number: string | null;
  create_date: string;
  due_date: string;
  due_offset_days: number;
  currency_code: string;
  notes: string;
  terms: string | null;
  fname: string;
  lname: string;
  organization: string;
  vat_number: string | null;
  street: string;
  city: string;
  amount: Money;
  outstanding: Money;
  v3_status: string;
  vis_state: number;
  lines: LedgerLine[];
}

export interface LedgerPayment {
  id: number;
  invoiceid: number;
  amount: Money;
  date: string;
  type: string;
  note: string;
  transactionid: string | null;
  overpaymentid: number | null;
  vis_state: number;
}

export interface LedgerClient {
  id: number;
  fname: string;
  lname: string;
  organization: string;
  email: string;
  vat_number: string | null;
  p_street: string;
  note: string | null;
  vis_state: number;
}

export interface LedgerCredit {
  id: number;
  clientid: number;
  amount: Money;
  vis_state: number;
}

export interface BooksLedger {
  clients: LedgerClient[];
  invoices: LedgerInvoice[];
  payments: LedgerPayment[];
  overpaymentCredits: LedgerCredit[];
  calls: LoggedCall[];
}

/** Name, quantity, unit cost, then name and percent of each tax. */
export type LineInShort = string[];

export interface InvoiceInShort {
  lines: LineInShort[];
  /** "241.75 USD" */
  total: string;
  status: string;
}

export interface PaymentInShort {
  amount: string;
  type: string;
  transactionId: string | null;
  note: string;
}

const text = ({ amount, code }: Money) => `${amount} ${code}`;

function lineInShort({ name, qty, unit_cost, ...line }: LedgerLine): LineInShort {
  const taxes = [
    [line.taxName1, line.taxAmount1],
    [line.taxName2, line.taxAmount2],
  ].flatMap(([tax, percent]) => (tax ? [tax, String(percent)] : []));
  return [name, qty, unit_cost.amount, ...taxes];
}

export function invoiceInShort(invoice: LedgerInvoice): InvoiceInShort {
  return {
    lines: invoice.lines.map(lineInShort),
    total: text(invoice.amount),
    status: invoice.v3_status,
  };
}

/** The lines of notes without the last one, our reference; throws when that is missing. */
export function withoutReference(noted: string): string[] {
  const lines = noted.split("\n");
  if (/^Ref LL-[0-9A-Z]{12}$/.test(lines.at(-1) ?? "")) return lines.slice(0, -1);
  throw new Error(`The text does not end with a reference: ${noted}`);
}

export function paymentInShort({ amount, type, transactionid, note }: LedgerPayment) {
  const [words = ""] = withoutReference(note);
  return { amount: text(amount), type, transactionId: transactionid, note: words };
}

export interface Books {
  ledger(): Promise<BooksLedger>;
  /** All invoices of a number that were not deleted. */
  invoicesNumbered(number: string): Promise<LedgerInvoice[]>;
  /** The one invoice of a number; throws when there are none or several. */
  invoice(number: string): Promise<LedgerInvoice>;
  /** The payments of an invoice that were not deleted, as they were made. */
  payments(invoice: { id: number }): Promise<LedgerPayment[]>;
  client(id: number): Promise<LedgerClient | undefined>;
  /** "POST invoices" and the like, without reads. */
  writes(): Promise<string[]>;
  configure(settings: Partial<Settings>): Promise<void>;
  arm(fault: Fault): Promise<void>;
  /** How many of the faults that were armed have not hit anything yet. */
  pendingFaults(): Promise<number>;
  /** A bookkeeper's own call of the API, such as `payments/payments`; gives the answer's body. */
  byHand(path: string, body: object, method?: "POST" | "PUT"): Promise<unknown>;
}

/** "POST /accounting/account/x/invoices/invoices/12" becomes "POST invoices". */
function writeInShort({ method, path }: LoggedCall): string[] {
  const [, resource] = /^\/accounting\/account\/\w+\/(\w+)/.exec(path) ?? [];
  return method === "GET" || resource === undefined ? [] : [`${method} ${resource}`];
}

export function booksOf({ sandbox }: Pick<World, "sandbox">): Books {
  const { freshbooks } = sandbox;
  const call = <T>(path: string, body?: unknown) => callControl<T>(freshbooks, path, body);
  const ledger = () => call<BooksLedger>("ledger");
  const invoicesNumbered = async (number: string) =>
    (await ledger()).invoices.filter(
      (invoice) => invoice.invoice_number === number && invoice.vis_state === 0,
    );
  return {
    ledger,
    invoicesNumbered,
    invoice: async (number) => {
      const [invoice, ...others] = await invoicesNumbered(number);
      if (invoice && others.length === 0) return invoice;
      throw new Error(`The books have ${invoice ? 1 + others.length : 0} invoices ${number}.`);
    },
    payments: async ({ id }) =>
      (await ledger()).payments.filter(
        (payment) => payment.invoiceid === id && payment.vis_state === 0,
      ),
    client: async (id) => (await ledger()).clients.find((client) => client.id === id),
    writes: async () => (await ledger()).calls.flatMap(writeInShort),
    configure: async (settings) => {
      await call("settings", settings);
    },
    arm: async (fault) => {
      await call("faults", fault);
    },
    pendingFaults: async () => {
      const { faults } = await call<{ faults: { fired: number }[] }>("faults");
      return faults.filter(({ fired }) => fired === 0).length;
    },
    byHand: async (path, body, method = "POST") => {
      const { access_token } = await call<{ access_token: string }>("access-token", {});
      const account = freshbooks.credentials["accountId"] ?? "";
      const answer = await fetch(`${freshbooks.url}/accounting/account/${account}/${path}`, {
        method,
        headers: { "content-type": "application/json", authorization: `Bearer ${access_token}` },
        body: JSON.stringify(body),
      });
      if (answer.ok) return answer.json();
      throw new Error(`FreshBooks refused ${path}: ${answer.status} ${await answer.text()}`);
    },
  };
}
