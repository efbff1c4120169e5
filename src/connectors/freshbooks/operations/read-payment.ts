// Reads one payment, deleted or not: GET payments/payments/{id}

import { defineOperation } from "../../../connector-kit/operation.ts";
import { readRecord, recordIdSchema } from "../resource.ts";
import { paymentSchema, payments } from "../wire/payment.ts";

export const readPayment = defineOperation({
  id: "freshbooks.payment.read",
  title: "Read payment",
  input: recordIdSchema,
  output: paymentSchema,
  idempotency: { kind: "safe" },
  scopes: ["user:payments:read"],
  run: ({ id }, context) => readRecord(context, payments, id),
});
