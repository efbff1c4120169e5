// An order as a shop knows it. Its total is the fact everything else must add up to.

import { z } from "zod";
import { addressSchema } from "./address.ts";
import { customerSchema } from "./customer.ts";
import {
  amount,
  customFields,
  described,
  instant,
  optionalAmount,
  optionalInstant,
  optionalText,
  text,
} from "./field.ts";
import {
  giftCardSchema,
  orderChargeSchema,
  orderDiscountSchema,
  orderLineSchema,
  orderPaymentSchema,
} from "./order-parts.ts";

export const orderStatuses = [
  "pending",
  "on-hold",
  "placed",
  "paid",
  "shipped",
  "completed",
  "cancelled",
  "refunded",
] as const;

const orderTotalsSchema = z
  .strictObject({
    subtotal: amount("Sum of the lines after line discounts.", "214.90"),
    discount: amount("Sum of the order discounts, positive.", "21.49"),
    charges: amount("Sum of shipping, handling and fees.", "9.99"),
    tax: amount("All tax of the order.", "38.35"),
    total: amount("What the order cost, tax included, before gift cards.", "241.75"),
    due: amount("What was left to pay after gift cards.", "191.75"),
  })
  .meta({ id: "orderTotals", description: "The shop's own sums." });

const taxSumSchema = z
  .strictObject({
    name: text("The shop's name of the tax.", "Standard"),
    amount: amount("Tax under that name over the whole order.", "36.02"),
  })
  .meta({ id: "taxSum", description: "Tax of the order under one name." });

export const orderSchema = z
  .strictObject({
    id: text("The shop's id of the order.", "1042"),
    guid: optionalText("The shop's globally unique id.", "6f1c0c3e-0000-4000-8000-000000000000"),
    number: text("Order number the customer knows.", "1042"),
    placedAt: instant("When the order was placed."),
    timeZone: text("IANA zone of the shop; dates in the books are days in it.", "Europe/Prague"),
    updatedAt: optionalInstant("When the shop last changed the order."),
    status: described(z.enum(orderStatuses), "Where the order stands.", "placed"),
    sourceStatus: optionalText("The shop's own name of the status.", "PaymentReceived"),
    isTest: described(
      z.boolean().default(false),
      "True for orders that are not real sales.",
      false,
    ),
    currency: described(z.string().regex(/^[A-Z]{3}$/), "ISO 4217 code of all amounts.", "USD"),
    baseTotal: optionalAmount(
      "Order total in the shop's main currency; information only.",
      "241.75",
    ),
    pricesIncludeTax: described(z.boolean(), "Whether prices contain tax.", false),
    customer: described(customerSchema, "Who ordered.", { id: "77", isGuest: false }),
    billingAddress: described(addressSchema.nullish(), "Billing address of this order.", {
      city: "Boston",
    }),
    shippingAddress: described(addressSchema.nullish(), "Delivery address of this order.", {
      city: "Boston",
    }),
    taxAddress: described(
      z.enum(["billing", "shipping"]).default("billing"),
      "Which address decided the taxes.",
      "billing",
    ),
    lines: described(z.array(orderLineSchema).max(10_000), "What was sold.", []),
    charges: described(z.array(orderChargeSchema).default([]), "Shipping, handling and fees.", []),
    discounts: described(z.array(orderDiscountSchema).default([]), "Discounts on the order.", []),
    taxes: described(z.array(taxSumSchema).default([]), "The shop's tax sums by name.", []),
    giftCards: described(z.array(giftCardSchema).default([]), "Gift cards used to pay.", []),
    payments: described(z.array(orderPaymentSchema).default([]), "Payments.", []),
    totals: described(orderTotalsSchema, "What the shop says the order comes to.", {
      total: "241.75",
    }),
    couponCodes: described(z.array(z.string()).default([]), "Coupon codes used.", ["AUTUMN10"]),
    paymentMethod: optionalText("Name of the payment option chosen.", "Card"),
    shippingMethod: optionalText("Name of the shipping option chosen.", "Standard"),
    purchaseOrderNumber: optionalText("The buyer's own order number.", "PO-77"),
    note: optionalText("What the customer wrote.", "Leave at the door"),
    custom: customFields,
  })
  .meta({ id: "order", description: "An order placed in a shop." });

export type Order = z.infer<typeof orderSchema>;
