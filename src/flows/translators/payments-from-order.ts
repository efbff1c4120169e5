// Translator: the payments of an order, one for each capture and each gift card.

import { paymentsFromOrder } from "../../accounting/payments-from-order.ts";
import type { Order } from "../../canonical/order.ts";
import type { SplitTranslator } from "../ports.ts";

export const paymentsFromOrderTranslator: SplitTranslator = {
  kind: "split",
  id: "payments-from-order",
  from: "order",
  to: "payment",
  translate: ({ message, records }) =>
    paymentsFromOrder(message as Order, { invoiceId: records["invoice"] ?? "" }),
};
