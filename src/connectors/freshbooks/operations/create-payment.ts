// Records a payment of an invoice: POST payments/payments

import { defineOperation } from "../../../connector-kit/operation.ts";
import { unusableAnswer } from "../client.ts";
import { assertEchoed, assertReferenceEchoed, isSameAmount, requireReference } from "../echo.ts";
import { withOverpayment } from "../overpayment.ts";
import { createRecord } from "../resource.ts";
import {
  type Payment,
  type PaymentDraft,
  paymentDraftSchema,
  paymentSchema,
  payments,
} from "../wire/payment.ts";

/** Throws OUTCOME_UNKNOWN when neither the amount nor an overpayment accounts for what was sent. */
function assertAccounted(draft: PaymentDraft, created: Payment): Payment {
  const payment = withOverpayment(created, draft);
  if (payment.overpaid !== undefined || isSameAmount(draft.amount, payment.amount)) return payment;
  throw unusableAnswer("create", "it holds another amount than was sent", {
    sent: draft.amount,
    received: created.amount,
  });
}

export const createPayment = defineOperation({
  id: "freshbooks.payment.create",
  title: "Record payment",
  input: paymentDraftSchema,
  output: paymentSchema,
  idempotency: { kind: "verify-by-lookup", carries: ["note", "transactionid"] },
  scopes: ["user:payments:write"],
  examples: [
    {
      title: "A card payment",
      input: {
        invoiceid: 454063,
        amount: { amount: "191.75", code: "USD" },
        date: "2024-11-02",
        type: "Credit Card",
        note: "Ref LL-7Q2MZK4R9XW3",
        transactionid: "ch_3PX",
      },
    },
  ],
  counterExamples: [
    {
      input: {
        invoiceid: 454063,
        amount: { amount: "1.00", code: "USD" },
        date: "2024-11-02",
        type: "Stripe",
      },
      reason: "quirk 19: Stripe is none of FreshBooks' payment types.",
    },
  ],
  async run(draft, context) {
    const reference = requireReference("note", draft.note);
    const body = { ...draft, invoiceid: Number(draft.invoiceid) };
    const created = await createRecord(context, payments, body);
    assertReferenceEchoed(created.note, reference);
    assertEchoed("invoice", draft.invoiceid, created.invoiceid);
    return assertAccounted(draft, created);
  },
});
