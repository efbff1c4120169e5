// The money an order brought in. An authorisation is not money, a gift card is (commerce-pitfalls
// P13, P14): invoice and payments are separate facts, each with its own key.

import type { Order } from "../canonical/order.ts";
import type { OrderPayment } from "../canonical/order-parts.ts";
import type { Payment } from "../canonical/payment.ts";
import { dateInZone } from "../core/dates.ts";
import { isZero } from "../core/money.ts";
import { assertOneCurrency } from "./order-currency.ts";

/**
 * One payment of the books' invoice per capture and one per gift card; none for what was only
 * authorised, failed or voided. Each payment's reference is left to who writes it.
 * Dates are days in the shop's zone. Throws MESSAGE_INVALID when currencies are mixed.
 */
export function paymentsFromOrder(order: Order, { invoiceId }: { invoiceId: string }): Payment[] {
  assertOneCurrency(order);
  return [...capturedPayments(order), ...giftCardPayments(order)]
    .filter((payment) => !isZero(payment.amount.amount))
    .map((payment) => ({ ...payment, invoiceId }));
}

function capturedPayments(order: Order): Payment[] {
  return order.payments
    .filter((payment) => payment.status === "captured")
    .map((payment) => ({
      id: payment.id,
      amount: payment.amount,
      date: captureDay(order, payment),
      method: payment.method,
      transactionId: payment.transactionId ?? null,
      custom: {},
    }));
}

function giftCardPayments(order: Order): Payment[] {
  const firstCapture = order.payments.find((payment) => payment.status === "captured");
  const uses = new Map<string, number>();
  return order.giftCards.map(({ code, amount }) => {
    const use = (uses.get(code) ?? 0) + 1;
    uses.set(code, use);
    return {
      // A card used twice in one order must not look like one payment delivered twice.
      id: use === 1 ? `gift-card:${code}` : `gift-card:${code}:${use}`,
      amount,
      date: captureDay(order, firstCapture),
      method: "gift-card",
      note: `Gift card ${code}`,
      custom: {},
    };
  });
}

/** The day of the capture; the day of the order when the shop keeps no time of capture. */
function captureDay(order: Order, payment: OrderPayment | undefined): string {
  return dateInZone(payment?.paidAt ?? order.placedAt, order.timeZone);
}
