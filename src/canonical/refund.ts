// Money given back to a customer.

import { z } from "zod";
import {
  amount,
  customFields,
  decimalText,
  described,
  instant,
  optionalAmount,
  optionalText,
  text,
} from "./field.ts";
import { paymentMethodSchema } from "./order-parts.ts";

const refundLineSchema = z
  .strictObject({
    lineId: text("Line of the order that is refunded.", "3f0e6a1c"),
    quantity: decimalText("How many units come back.", "1"),
    amount: amount("Net amount given back for the line.", "8.99"),
    tax: optionalAmount("Tax given back for the line.", "0.74"),
  })
  .meta({ id: "refundLine", description: "A refunded part of an order line." });

export const refundSchema = z
  .strictObject({
    id: text("The source's id of the refund.", "r-1"),
    orderId: text("Order that is refunded.", "1042"),
    paymentId: optionalText("Payment the money goes back on.", "ch_3PX"),
    transactionId: optionalText("The payment processor's id of the refund.", "re_1"),
    amount: amount("All that was given back, tax included.", "9.73"),
    method: paymentMethodSchema,
    lines: described(
      z.array(refundLineSchema).default([]),
      "Refunded lines; none for goodwill.",
      [],
    ),
    shipping: optionalAmount("Refunded shipping, net.", "4.12"),
    restockingFee: optionalAmount("Fee kept, positive.", "3.75"),
    reason: optionalText("Why.", "Damaged"),
    refundedAt: instant("When the money was given back."),
    custom: customFields,
  })
  .meta({ id: "refund", description: "A refund." });
