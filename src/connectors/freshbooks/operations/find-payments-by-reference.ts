// Finds the payments of an invoice that carry our reference, or are the very transaction it stands for.

import { z } from "zod";
import { defineOperation } from "../../../connector-kit/operation.ts";
import { withOverpayment } from "../overpayment.ts";
import { listRecordsWithDeleted } from "../paging.ts";
import { carriesReference, referencesIn } from "../reference-line.ts";
import { referenceQuery } from "../reference-query.ts";
import {
  type Payment,
  type PaymentDraft,
  paymentDraftSchema,
  paymentSchema,
  payments,
} from "../wire/payment.ts";

/** The processor's transaction id names the same money, unless the payment carries another reference of ours. */
function isSameTransaction(payment: Payment, draft: PaymentDraft): boolean {
  const { transactionid } = draft;
  return (
    transactionid !== undefined &&
    String(payment.transactionid ?? "") === transactionid &&
    referencesIn(payment.note).length === 0
  );
}

export const findPaymentsByReference = defineOperation({
  id: "freshbooks.payment.find-by-reference",
  title: "Find payments by our reference",
  input: referenceQuery(paymentDraftSchema),
  output: z.array(paymentSchema),
  idempotency: { kind: "safe" },
  scopes: ["user:payments:read"],
  async run({ reference, draft }, context) {
    if (!draft) {
      const all = await listRecordsWithDeleted(context, payments, []);
      return all.filter((payment) => carriesReference(payment.note, reference));
    }
    const invoiceId = String(draft.invoiceid);
    const found = await listRecordsWithDeleted(context, payments, [["invoiceid", invoiceId]]);
    const same = found.filter(
      (payment) =>
        String(payment.invoiceid ?? "") === invoiceId &&
        (carriesReference(payment.note, reference) || isSameTransaction(payment, draft)),
    );
    return same.map((payment) => withOverpayment(payment, draft));
  },
});
