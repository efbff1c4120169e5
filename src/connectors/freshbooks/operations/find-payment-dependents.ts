// What hangs on a payment: the credit that FreshBooks made of what exceeded the invoice (quirk 18).

import { defineOperation } from "../../../connector-kit/operation.ts";
import { dependentsSchema } from "../dependents.ts";
import { readRecord, recordIdSchema } from "../resource.ts";
import { payments } from "../wire/payment.ts";

export const findPaymentDependents = defineOperation({
  id: "freshbooks.payment.find-dependents",
  title: "Find the credit of a payment",
  input: recordIdSchema,
  output: dependentsSchema,
  idempotency: { kind: "safe" },
  scopes: ["user:payments:read"],
  async run({ id }, context) {
    const { overpaymentid: credit } = await readRecord(context, payments, id);
    return credit ? [{ entity: "credit note", id: String(credit) }] : [];
  },
});
