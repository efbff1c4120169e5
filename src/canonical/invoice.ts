// A document that asks a customer for money.

import { z } from "zod";
import { addressSchema } from "./address.ts";
import {
  amount,
  customFields,
  day,
  decimalText,
  described,
  optionalAmount,
  optionalText,
  text,
} from "./field.ts";
import { booksTaxSchema, taxTreatmentSchema } from "./tax.ts";

export const invoiceLineKinds = ["goods", "charge", "discount", "rounding"] as const;

export const invoiceLineSchema = z
  .strictObject({
    kind: described(z.enum(invoiceLineKinds), "What the line stands for.", "goods"),
    name: text("What the customer reads first.", "Ethiopia 250 g"),
    description: optionalText(
      "Details: SKU, list price, quantity when it is folded in.",
      "SKU ETH-1",
    ),
    quantity: decimalText("How many units.", "2"),
    unitPrice: amount("Net price of one unit.", "12.95"),
    taxTreatment: taxTreatmentSchema,
    taxes: described(
      z.array(booksTaxSchema).max(2),
      "Taxes the books apply to the line: two at most.",
      [{ name: "VAT 20", rate: "20" }],
    ),
    taxSource: optionalText("The shop's tax code the taxes were looked up from.", "Standard"),
    taxBreakdown: optionalText("Parts of a combined tax, for the notes.", "State 6 %, City 1.75 %"),
  })
  .meta({ id: "invoiceLine", description: "A line of an invoice." });

export const invoiceSchema = z
  .strictObject({
    id: optionalText("The books' id, once known.", "454063"),
    number: text("Invoice number.", "K-1042"),
    reference: optionalText(
      "Ledgerline's own reference K, looked up before re-creating.",
      "LL-7Q2MZK4R9XW3",
    ),
    orderNumber: optionalText("Number of the order behind it.", "1042"),
    purchaseOrderNumber: optionalText("The buyer's own order number.", "PO-77"),
    customerId: optionalText("The books' id of the customer.", "567521"),
    firstName: optionalText("Given name on the document.", "Ann"),
    lastName: optionalText("Family name on the document.", "Lee"),
    company: optionalText("Company on the document.", "Lee Dental"),
    taxId: optionalText("Customer's tax registration number.", "CZ12345678"),
    billingAddress: described(addressSchema.nullish(), "Address as of the order.", {
      city: "Boston",
    }),
    date: day("Date of the document, a day in the shop's zone."),
    dueDays: described(z.int().min(0).max(3650), "Payment term in days after the date.", 0),
    currency: described(z.string().regex(/^[A-Z]{3}$/), "ISO 4217 code of all amounts.", "USD"),
    language: optionalText("Language code of the document.", "en"),
    lines: described(z.array(invoiceLineSchema).max(10_000), "What is asked for.", []),
    total: amount("What the document must come to, tax included.", "241.75"),
    outstanding: optionalAmount("What is still to be paid, once known.", "0.00"),
    status: described(
      z.enum(["draft", "sent", "partial", "paid", "deleted"]),
      "Where the document stands.",
      "draft",
    ),
    notes: optionalText("Free text on the document.", "Order 1042"),
    terms: optionalText("Payment terms as text.", "Net 30"),
    custom: customFields,
  })
  .meta({ id: "invoice", description: "An invoice." });

export type InvoiceLine = z.infer<typeof invoiceLineSchema>;
export type Invoice = z.infer<typeof invoiceSchema>;
