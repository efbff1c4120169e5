// Translator: the customer of an order.

import { customerFromOrder, sharedGuestId } from "../../accounting/customer-from-order.ts";
import type { Order } from "../../canonical/order.ts";
import type { JsonObject } from "../../core/json.ts";
import type { WriteTranslator } from "../ports.ts";
import { choiceParameter, textParameter } from "./parameters.ts";

function guestPolicy(params: JsonObject) {
  return choiceParameter(params, "guestPolicy", ["per-email", "one-guest-client"]);
}

export const customerFromOrderTranslator: WriteTranslator = {
  kind: "write",
  id: "customer-from-order",
  from: "order",
  to: "customer",
  source: (message, params) => {
    const { customer } = message as Order;
    const isShared = customer.isGuest && guestPolicy(params) === "one-guest-client";
    return { entity: "customer", id: isShared ? sharedGuestId : customer.id, purpose: "customer" };
  },
  translate: ({ message, params, reference }) =>
    customerFromOrder(message as Order, {
      reference,
      guestPolicy: guestPolicy(params),
      guestClientName: textParameter(params, "guestClientName"),
    }),
};
