// What a flow may choose about the invoices made from its orders. Holds no behaviour.

import type { TaxTable } from "./tax-lookup.ts";

/** Where the books round tax: on each line, or once per tax over the whole document (P1). */
export type TaxRounding = "line" | "rate";

/** Which parts of an order are repeated in the notes of its invoice. */
export interface InvoiceNotes {
  customerNote: boolean;
  /** Names of custom fields to list, in this order. */
  customFields: readonly string[];
}

export interface InvoiceOptions {
  /** Ledgerline's own reference K of the invoice. */
  reference: string;
  /** The books' id of the customer. */
  customerId: string;
  taxTable: TaxTable;
  taxRounding: TaxRounding;
  /** Whether the books take lines below zero. */
  acceptNegativeLines: boolean;
  /** "net" lowers the lines; "lines" adds one negative line per set of taxes. */
  discountStyle: "net" | "lines";
  /** Text with `{number}` or `{id}`, such as "K-{number}". */
  numberPattern: string;
  /** Payment term in days after the date of the invoice. */
  dueDays: number;
  notes: InvoiceNotes;
  /** Largest rounding adjustment ever made, in minor units of the currency; 5 when absent. */
  roundingCapMinorUnits?: number;
  terms?: string;
}
