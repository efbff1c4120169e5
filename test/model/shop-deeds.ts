// What people do in the shop, and what becomes of its announcements.

import { shopOf } from "../support/shop.ts";
import { type Command, command, toOrder } from "./command.ts";
import { type ModelOrder, touch } from "./reference-model.ts";

const euros = (cents: number) => (cents / 100).toFixed(2);

let customers = 0;

export function place(cents: number, how: { isPaid?: boolean; isWrong?: boolean }): Command {
  const { isPaid = false, isWrong = false } = how;
  const kind = `${isPaid ? "paid " : ""}${isWrong ? "wrong " : ""}order`;
  return command({
    says: `place ${kind} of ${euros(cents)}`,
    model: (model) => {
      const order: ModelOrder = {
        cents,
        isPaid,
        isWrong,
        isCancelled: false,
        invoice: null,
        letter: null,
        lettered: { cents, isPaid },
        isPending: false,
      };
      model.orders.push(order);
      touch(model, order);
    },
    real: async ({ world, orders }) => {
      customers += 1;
      const email = `model-${customers}@example.com`;
      const order = await shopOf(world).place({
        customer: { firstName: "Mo", lastName: `Del ${customers}`, email },
        lines: [{ price: euros(cents) }],
        ...(isPaid ? { payment: paymentOf(email) } : {}),
        ...(isWrong ? { override: { addToTotalPrice: "1.00" } } : {}),
      });
      orders.push(order);
    },
  });
}

const paymentOf = (id: string) => ({ completed: true, method: "Card", transactionId: `tx-${id}` });

const isOpen = (order: ModelOrder) => !order.isCancelled;

export function edit(draw: number, cents: number): Command {
  return toOrder(draw, {
    says: `edit to ${euros(cents)}`,
    may: isOpen,
    model: (order, model) => {
      order.cents = cents;
      order.isWrong = false;
      touch(model, order);
    },
    real: (order, { world }) => shopOf(world).edit(order, { lines: [{ price: euros(cents) }] }),
  });
}

export function cancel(draw: number): Command {
  return toOrder(draw, {
    says: "cancel",
    may: isOpen,
    model: (order, model) => {
      order.isCancelled = true;
      touch(model, order);
    },
    real: (order, { world }) => shopOf(world).cancel(order),
  });
}

export function pay(draw: number): Command {
  return toOrder(draw, {
    says: "pay",
    may: (order) => isOpen(order) && !order.isPaid,
    model: (order, model) => {
      order.isPaid = true;
      touch(model, order);
    },
    real: (order, { world }) => shopOf(world).pay(order, paymentOf(String(order.id))),
  });
}

export function duplicateWebhook(draw: number): Command {
  return toOrder(draw, {
    says: "send the first webhook again",
    may: () => true,
    model: () => {},
    real: (order, { world }) => shopOf(world).resend(order, "order.created"),
  });
}
