// What the oracle looks at: the ledgers of the simulated shop and books, what the shop was told is
// accepted, and, only where a promise is about the platform itself, its own state.

import type { KenticoLedger } from "../../../sandbox/kentico/ledger.ts";
import type { FreshbooksLedger } from "../../../sandbox/reconcile/comparison.ts";
import type { BooksLine } from "./invoice-arithmetic.ts";

interface Kept {
  /** ISO instant. */
  createdAt: string;
}

export type BooksClient = FreshbooksLedger["clients"][number] & Kept & { note: string | null };
export type BooksInvoice = FreshbooksLedger["invoices"][number] &
  Kept & { notes: string | null; lines: BooksLine[] };
export type BooksPayment = FreshbooksLedger["payments"][number] & Kept & { note: string | null };

export interface BooksLedger {
  clients: BooksClient[];
  invoices: BooksInvoice[];
  payments: BooksPayment[];
}

export interface JudgedWorld {
  shop: Pick<KenticoLedger, "orders">;
  books: BooksLedger;
  /** The number an order's invoice has; `K-` and the order's number when absent. */
  invoiceNumberOf?(orderNumber: string): string;
  /** Keys of the webhooks that were answered with 2xx; not judged when absent. */
  acknowledged?: readonly string[];
  /** Keys of the events in the platform's database. */
  stored?: ReadonlySet<string>;
}

/** The count a finding adds to. */
export type Count = "duplicates" | "missing" | "wrong" | "lostAcknowledged" | "orphans";

export interface OracleFinding {
  count: Count;
  /** Number of the broken invariant, as in the README. */
  invariant: `I${number}`;
  /** Order number, reference or identity. */
  of: string;
  detail: string;
}

/** FreshBooks marks what is neither deleted nor archived with 0. */
export function isActive({ vis_state }: { vis_state: number }): boolean {
  return vis_state === 0;
}

/** Reference K in the last line of a note; null when a person wrote the record. */
export function referenceIn(note: string | null): string | null {
  const [last = ""] = (note ?? "").split("\n").slice(-1);
  return /^Ref (LL-[0-9A-Z]{12})$/.exec(last)?.[1] ?? null;
}
