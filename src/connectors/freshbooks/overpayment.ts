// What a payment exceeded its invoice by: FreshBooks applies at most what is outstanding and turns the
// rest into a credit of the client (quirk 18), without saying how much that was.

import { decimal, roundToCurrency } from "../../core/money.ts";
import type { Payment, PaymentDraft } from "./wire/payment.ts";

/** The payment with the excess as `overpaid`, when FreshBooks made a credit of it. */
export function withOverpayment(payment: Payment, draft: PaymentDraft): Payment {
  const { amount, code } = draft.amount;
  const rest = decimal(amount).minus(decimal(payment.amount.amount));
  const isCredited = (payment.overpaymentid ?? null) !== null && rest.greaterThan(0);
  if (!isCredited || payment.amount.code !== code) return payment;
  return { ...payment, overpaid: { amount: roundToCurrency(rest, code), code } };
}
