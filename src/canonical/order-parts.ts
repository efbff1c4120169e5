// The parts of an order that bear money: lines, charges, discounts, gift cards and payments.

import { z } from "zod";
import {
  amount,
  decimalText,
  described,
  optionalAmount,
  optionalInstant,
  optionalText,
  text,
} from "./field.ts";
import { sourceTaxSchema } from "./tax.ts";

export const lineKinds = ["product", "option", "bundle", "bundle-part", "gift-card"] as const;

export const orderLineSchema = z
  .strictObject({
    id: text("Id of the line that survives edits of the order.", "3f0e6a1c"),
    kind: described(
      z.enum(lineKinds),
      "What the line is: a product, an option of one, a bundle, a part of a bundle, or a gift card sold.",
      "product",
    ),
    parentId: optionalText("Line this option or bundle part belongs to.", "3f0e6a1b"),
    sku: optionalText("Stock keeping unit.", "ETH-1"),
    name: text("Name of what was sold, as the customer saw it.", "Ethiopia 250 g"),
    description: optionalText("More about the line.", "Ground for filter"),
    quantity: decimalText("How many units.", "2"),
    unitPrice: amount("Price of one unit before line discounts; may have more decimals.", "12.95"),
    discount: optionalAmount("What was taken off this line, positive, already in total.", "1.00"),
    total: amount(
      "Line total after its own discounts, with or without tax as the order says.",
      "25.90",
    ),
    tax: described(sourceTaxSchema, "The shop's tax of the line.", { treatment: "taxable" }),
  })
  .meta({ id: "orderLine", description: "A line of an order." });

export const chargeKinds = ["shipping", "handling", "fee", "tip", "surcharge"] as const;

export const orderChargeSchema = z
  .strictObject({
    id: text("Id of the charge within the order.", "shipping"),
    kind: described(z.enum(chargeKinds), "What is charged for.", "shipping"),
    name: text("Name the customer saw.", "UPS Ground"),
    amount: amount(
      "The charge after its discounts, with or without tax as the order says.",
      "9.99",
    ),
    tax: described(sourceTaxSchema, "The shop's tax of the charge.", { treatment: "taxable" }),
  })
  .meta({ id: "orderCharge", description: "Shipping, handling, a fee, a tip or a surcharge." });

export const orderDiscountSchema = z
  .strictObject({
    name: text("Name of the discount.", "Autumn 10 %"),
    code: optionalText("Coupon code.", "AUTUMN10"),
    amount: amount("What was taken off the whole order, positive, not yet in the lines.", "21.49"),
    appliesTo: described(
      z.enum(["before-tax", "after-tax"]),
      "Whether the discount lowers the taxed amount.",
      "before-tax",
    ),
  })
  .meta({ id: "orderDiscount", description: "A discount on the whole order." });

export const giftCardSchema = z
  .strictObject({
    code: text("Code of the card.", "GIFT-7Q2"),
    amount: amount("What the card paid, positive.", "50.00"),
  })
  .meta({
    id: "giftCard",
    description: "A gift card or store credit used to pay; never a discount.",
  });

export const paymentMethods = [
  "card",
  "paypal",
  "bank-transfer",
  "cash",
  "check",
  "gift-card",
  "store-credit",
  "other",
] as const;

export const paymentMethodSchema = described(z.enum(paymentMethods), "How money was paid.", "card");

export const orderPaymentSchema = z
  .strictObject({
    id: text("Key of the payment within the order: transaction and capture.", "ch_3PX"),
    status: described(
      z.enum(["authorized", "captured", "failed", "voided"]),
      "Only captured payments are money.",
      "captured",
    ),
    amount: amount("What was captured or authorised.", "191.75"),
    method: paymentMethodSchema,
    transactionId: optionalText("The payment processor's id.", "ch_3PX"),
    paidAt: optionalInstant("When the money was captured."),
  })
  .meta({ id: "orderPayment", description: "A payment of an order." });

export type OrderLine = z.infer<typeof orderLineSchema>;
export type OrderCharge = z.infer<typeof orderChargeSchema>;
export type OrderDiscount = z.infer<typeof orderDiscountSchema>;
export type OrderPayment = z.infer<typeof orderPaymentSchema>;
