// Payments. They are made and deleted, never changed: a wrong one is deleted and made anew.

import { defineEntity } from "../../connector-kit/entity.ts";
import { easternInstant } from "./eastern-time.ts";
import { createPayment } from "./operations/create-payment.ts";
import { findPaymentDependents } from "./operations/find-payment-dependents.ts";
import { findPaymentsByReference } from "./operations/find-payments-by-reference.ts";
import { listChanged } from "./operations/list-changed.ts";
import { readPayment } from "./operations/read-payment.ts";
import { voidPayment } from "./operations/void-payment.ts";
import { referencesIn } from "./reference-line.ts";
import { isDeleted } from "./wire/fields.ts";
import { paymentDraftSchema, paymentSchema, payments } from "./wire/payment.ts";
import { paymentContent } from "./written-content.ts";

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
  referencesOf: ({ note }) => referencesIn(note),
  changedAt: ({ updated }) => easternInstant(updated),
  contentOf: paymentContent,
  listChanged: listChanged(payments, "user:payments:read"),
  actions: { void: voidPayment },
  reversal: { undo: voidPayment, dependents: findPaymentDependents },
});
