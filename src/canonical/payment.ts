// Money received for an invoice.

import { z } from "zod";
import { amount, customFields, day, optionalAmount, optionalText, text } from "./field.ts";
import { paymentMethodSchema } from "./order-parts.ts";

export const paymentSchema = z
  .strictObject({
    id: text("Key of the payment at its source.", "ch_3PX"),
    reference: optionalText("Ledgerline's own reference K.", "LL-7Q2MZK4R9XW3"),
    invoiceId: optionalText("The books' id of the invoice it pays.", "454063"),
    amount: amount("What was received.", "191.75"),
    date: day("Day the money was captured, in the shop's zone."),
    method: paymentMethodSchema,
    transactionId: optionalText("The payment processor's id.", "ch_3PX"),
    note: optionalText("Free text.", "Gift card GIFT-7Q2"),
    overpaid: optionalAmount("Part the books did not apply to the invoice, once known.", "5.00"),
    custom: customFields,
  })
  .meta({ id: "payment", description: "A payment of an invoice." });

export type Payment = z.infer<typeof paymentSchema>;
