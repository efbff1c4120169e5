// Payments. They are made and deleted, never changed: a wrong one is deleted and made anew.

import { defineEntity } from "../../connector-kit/entity.ts";
import { createPayment } from "./operations/create-payment.ts";
import { findPaymentsByReference } from "./operations/find-payments-by-reference.ts";
import { readPayment } from "./operations/read-payment.ts";
import { voidPayment } from "./operations/void-payment.ts";
import { isDeleted } from "./wire/fields.ts";
import { paymentDraftSchema, paymentSchema } from "./wire/payment.ts";

export const paymentEntity = defineEntity({
  name: "payment",
  canonical: "payment",
  wire: paymentSchema,
  draft: paymentDraftSchema,
  idOf: ({ id }) => String(id),
  mappings: {
    toCanonical: "freshbooks-payment-to-canonical",
    fromCanonical: "freshbooks-payment-from-canonical",
  },
  read: readPayment,
  create: createPayment,
  findByReference: findPaymentsByReference,
  isDeleted: (payment) => isDeleted(payment),
  actions: { void: voidPayment },
});
