// Deletes a payment; its amount is outstanding again on the invoice: PUT vis_state 1

import { defineOperation } from "../../../connector-kit/operation.ts";
import { deleteRecord } from "../delete-record.ts";
import { recordIdSchema } from "../resource.ts";
import { paymentSchema, payments } from "../wire/payment.ts";

export const voidPayment = defineOperation({
  id: "freshbooks.payment.void",
  title: "Delete payment",
  input: recordIdSchema,
  output: paymentSchema,
  idempotency: { kind: "absolute-update" },
  scopes: ["user:payments:read", "user:payments:write"],
  run: ({ id }, context) => deleteRecord(context, payments, id),
});
