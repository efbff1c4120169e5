// An invoice and its lines: https://www.freshbooks.com/api/invoices

import { z } from "zod";
import type { Resource } from "../resource.ts";
import {
  draftDay,
  draftDecimal,
  draftMoney,
  draftText,
  vendorId,
  visState,
  wireDecimal,
  wireMoney,
  wireText,
} from "./fields.ts";

const invoiceLineSchema = z.looseObject({
  lineid: vendorId.nullish(),
  type: z.int().nullish(),
  name: wireText,
  description: wireText,
  qty: wireDecimal,
  unit_cost: wireMoney,
  /** Quantity times unit cost, before tax. */
  amount: wireMoney.nullish(),
  taxName1: wireText,
  /** A percentage, whatever the name says (quirk 11). */
  taxAmount1: wireDecimal.nullish(),
  taxName2: wireText,
  taxAmount2: wireDecimal.nullish(),
});

export const invoiceSchema = z.looseObject({
  id: vendorId,
  customerid: vendorId,
  invoice_number: z.string(),
  create_date: z.string(),
  due_offset_days: z.union([z.int(), z.string()]).nullish(),
  currency_code: z.string(),
  language: wireText,
  po_number: wireText,
  notes: wireText,
  terms: wireText,
  fname: wireText,
  lname: wireText,
  organization: wireText,
  vat_name: wireText,
  vat_number: wireText,
  street: wireText,
  street2: wireText,
  city: wireText,
  province: wireText,
  code: wireText,
  country: wireText,
  amount: wireMoney,
  paid: wireMoney.nullish(),
  outstanding: wireMoney.nullish(),
  /** 1 draft, 2 sent; stays 2 while payments arrive, so payments are read from `payment_status` (quirk 17). */
  status: z.int().nullish(),
  display_status: wireText,
  v3_status: wireText,
  payment_status: wireText,
  lock_status: wireText,
  updated: wireText,
  version: wireText,
  vis_state: visState,
  /** Only there when asked for (quirk 7). */
  lines: z.array(invoiceLineSchema).nullish(),
});

export type Invoice = z.infer<typeof invoiceSchema>;

const percent = draftDecimal("Percent as text, such as 8.25; a number is refused (quirk 11).");

const invoiceLineDraftSchema = z.strictObject({
  name: draftText("What the customer reads first."),
  description: draftText("Details; lines do not refer to items, so the SKU goes here."),
  qty: draftDecimal("How many units."),
  unit_cost: draftMoney.describe("Net price of one unit."),
  taxName1: draftText("Name of the first tax, as in the list of taxes."),
  taxAmount1: percent.optional(),
  taxName2: draftText("Name of the second tax."),
  taxAmount2: percent.optional(),
  compounded_tax: z.boolean().optional().describe("Whether the second tax is on top of the first."),
});

export const invoiceDraftSchema = z.strictObject({
  customerid: vendorId.describe("FreshBooks' id of the client."),
  create_date: draftDay,
  due_offset_days: z
    .union([z.int().min(0), z.string().regex(/^\d{1,4}$/)])
    .optional()
    .describe("Days from create_date to the due date, which itself is read-only (quirk 12)."),
  invoice_number: z
    .string()
    .min(1)
    .max(50)
    .describe("Number we choose; what a lost create is looked up by."),
  po_number: draftText("The buyer's order number."),
  currency_code: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .describe("ISO 4217 code of all amounts."),
  language: draftText("Language code of the document."),
  notes: draftText("Notes on the document; its last line is our reference."),
  terms: draftText("Payment terms as text."),
  fname: draftText("Given name on the document."),
  lname: draftText("Family name on the document."),
  organization: draftText("Company on the document."),
  email: draftText("E-mail address on the document."),
  address: draftText("Address in one piece."),
  street: draftText("Street and number."),
  street2: draftText("Second address line."),
  city: draftText("City."),
  province: draftText("State or province."),
  code: draftText("Postal code."),
  country: draftText("Country by its full English name."),
  vat_name: draftText("Name of the customer's tax registration."),
  vat_number: draftText("Number of the customer's tax registration."),
  lines: z.array(invoiceLineDraftSchema).describe("All lines: they replace those there were."),
});

export type InvoiceDraft = z.infer<typeof invoiceDraftSchema>;

export const invoices: Resource<Invoice> = {
  path: "invoices/invoices",
  singular: "invoice",
  plural: "invoices",
  wire: invoiceSchema,
  includes: ["lines"],
};
