// The body of `POST /_control/orders`: what a visitor bought, as the checkout driver takes it.
import { z } from "zod";

const amount = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^-?\d+(\.\d+)?$/));

const address = z.strictObject({
  /** Personal name; the customer's when absent. */
  name: z.string().optional(),
  line1: z.string(),
  line2: z.string().optional(),
  city: z.string(),
  zip: z.string(),
  phone: z.string().optional(),
  /** ISO 3166 alpha-2. */
  countryCode: z.string().length(2),
  stateCode: z.string().optional(),
});

const line = z.strictObject({
  sku: z.string(),
  name: z.string(),
  quantity: z.int().positive(),
  unitPrice: amount,
  /** Code name of the tax class; `Standard` when absent. */
  taxClass: z.string().optional(),
  /** Reduction of the whole line. */
  itemDiscount: z.strictObject({ name: z.string(), amount }).optional(),
  /** Index of the line this one is a product option of. */
  parentLine: z.int().min(0).optional(),
  /** Index of the bundle line this one is a part of. */
  bundleOf: z.int().min(0).optional(),
  text: z.string().optional(),
});

const customer = z.strictObject({
  /** An existing customer; the other fields are then ignored. */
  id: z.int().optional(),
  email: z.string().optional(),
  firstName: z.string().default(""),
  lastName: z.string().default(""),
  company: z.string().optional(),
  phone: z.string().optional(),
  taxRegistrationId: z.string().optional(),
  registered: z.boolean().optional(),
});

export const paymentRequest = z.strictObject({
  completed: z.boolean().optional(),
  authorized: z.boolean().optional(),
  failed: z.boolean().optional(),
  transactionId: z.string().optional(),
  /** Code name of the payment option. */
  method: z.string().optional(),
  /** ISO instant; now when absent. */
  date: z.string().optional(),
});

const orderDiscount = z.union([
  z.strictObject({ name: z.string(), percent: amount }),
  z.strictObject({ name: z.string(), amount }),
]);

const shipping = z.strictObject({
  /** Code name of the shipping option. */
  option: z.string(),
  price: amount,
  /** Code name of the tax class; the option's own when absent. */
  taxClass: z.string().optional(),
});

const textByName = z.record(z.string(), z.string());

export const orderRequest = z.strictObject({
  customer,
  billingAddress: address,
  shippingAddress: address.optional(),
  lines: z.array(line).min(1),
  orderDiscount: orderDiscount.optional(),
  shipping: shipping.optional(),
  giftCard: z.strictObject({ code: z.string(), amount }).optional(),
  couponCodes: z.array(z.string()).optional(),
  payment: paymentRequest.optional(),
  currency: z.string(),
  /** The shop's setting when absent. */
  pricesIncludeTax: z.boolean().optional(),
  customData: textByName.optional(),
  customColumns: textByName.optional(),
  /** Code name of the first status; `New` when absent. */
  status: z.string().optional(),
  /** ISO instant; now when absent. */
  orderDate: z.string().optional(),
  culture: z.string().optional(),
  note: z.string().optional(),
  /** Makes an order that doesn't add up, or is taxed under a class that no longer exists. */
  override: z
    .strictObject({
      totalPrice: amount.optional(),
      /** Added to the total that the parts give. */
      addToTotalPrice: amount.optional(),
      grandTotal: amount.optional(),
      totalTax: amount.optional(),
      totalShipping: amount.optional(),
      unknownTaxClass: z.string().optional(),
    })
    .optional(),
  /** What should become of it; echoed in the ledger, never seen by the platform. */
  meant: z.enum(["invoice", "dead-letter", "skip"]).optional(),
});

export type OrderRequest = z.infer<typeof orderRequest>;
export type OrderRequestLine = z.infer<typeof line>;
export type AddressRequest = z.infer<typeof address>;
export type CustomerRequest = z.infer<typeof customer>;
export type PaymentRequest = z.infer<typeof paymentRequest>;
/** What a test writes: defaults may be left out, amounts may be numbers. */
export type OrderBody = z.input<typeof orderRequest>;

/** The body of an edit in the administration: what is given replaces what was there, null removes it. */
export const orderEdit = z.strictObject({
  lines: orderRequest.shape.lines.optional(),
  orderDiscount: orderDiscount.nullish(),
  shipping: shipping.nullish(),
  giftCard: orderRequest.shape.giftCard.nullable(),
  billingAddress: address.optional(),
  shippingAddress: address.nullish(),
  note: z.string().nullish(),
  override: orderRequest.shape.override,
});

export type OrderEdit = z.infer<typeof orderEdit>;
