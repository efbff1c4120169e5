// A payment of an invoice: https://www.freshbooks.com/api/payments

import { z } from "zod";
import type { Resource } from "../resource.ts";
import {
  draftDay,
  draftMoney,
  draftText,
  vendorId,
  visState,
  wireMoney,
  wireText,
} from "./fields.ts";

/** The types FreshBooks accepts, in exactly this case (quirk 19). */
const paymentTypes = [
  "Check",
  "Credit",
  "Cash",
  "Bank Transfer",
  "Credit Card",
  "Debit",
  "PayPal",
  "2Checkout",
  "VISA",
  "MASTERCARD",
  "DISCOVER",
  "AMEX",
  "DINERS",
  "JCB",
  "ACH",
  "Other",
] as const;

export const paymentSchema = z.looseObject({
  id: vendorId,
  invoiceid: vendorId.nullish(),
  clientid: vendorId.nullish(),
  amount: wireMoney,
  date: z.string(),
  type: wireText,
  note: wireText,
  transactionid: z.union([z.string(), z.number()]).nullish(),
  /** Credit that holds what exceeded the invoice (quirk 18). */
  overpaymentid: vendorId.nullish(),
  updated: wireText,
  vis_state: visState,
  /** Not FreshBooks' own: what we sent less what was applied, added when the payment was made. */
  overpaid: wireMoney.optional(),
});

export type Payment = z.infer<typeof paymentSchema>;

export const paymentDraftSchema = z.strictObject({
  invoiceid: vendorId.describe("FreshBooks' id of the invoice."),
  amount: draftMoney.describe("What was received, in the invoice's currency."),
  date: draftDay,
  type: z.enum(paymentTypes).describe("How it was paid."),
  note: draftText("Note; its last line is our reference."),
  transactionid: draftText("The payment processor's id."),
});

export type PaymentDraft = z.infer<typeof paymentDraftSchema>;

export const payments: Resource<Payment> = {
  path: "payments/payments",
  singular: "payment",
  plural: "payments",
  wire: paymentSchema,
};
