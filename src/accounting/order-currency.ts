// An order and its documents are in one currency, the one that was charged (commerce-pitfalls P32).

import type { Order } from "../canonical/order.ts";
import { IntegrationError } from "../core/errors.ts";
import type { Money } from "../core/money.ts";

/** An amount of an order that is not in the order's currency. */
export interface ForeignAmount {
  /** Where it stands, such as "lines.2.total". */
  path: string;
  currency: string;
}

function isPresent(entry: [string, Money | null | undefined]): entry is [string, Money] {
  return entry[1] !== null && entry[1] !== undefined;
}

function amountsOf(order: Order): [string, Money][] {
  const entries: [string, Money | null | undefined][] = [
    ...order.lines.flatMap((line, index): [string, Money | null | undefined][] => [
      [`lines.${index}.unitPrice`, line.unitPrice],
      [`lines.${index}.total`, line.total],
      [`lines.${index}.discount`, line.discount],
      [`lines.${index}.tax.amount`, line.tax.amount],
    ]),
    ...order.charges.flatMap((charge, index): [string, Money | null | undefined][] => [
      [`charges.${index}.amount`, charge.amount],
      [`charges.${index}.tax.amount`, charge.tax.amount],
    ]),
    ...amountsAt("discounts", order.discounts),
    ...amountsAt("taxes", order.taxes),
    ...amountsAt("giftCards", order.giftCards),
    ...amountsAt("payments", order.payments),
    ...Object.entries(order.totals).map(([name, sum]): [string, Money] => [`totals.${name}`, sum]),
  ];
  return entries.filter(isPresent);
}

function amountsAt(list: string, members: readonly { amount: Money }[]): [string, Money][] {
  return members.map((member, index) => [`${list}.${index}.amount`, member.amount]);
}

/** Every amount of the order in another currency; `baseTotal` is information only and not looked at. */
export function foreignAmounts(order: Order): ForeignAmount[] {
  return amountsOf(order)
    .filter(([, amount]) => amount.currency !== order.currency)
    .map(([path, amount]) => ({ path, currency: amount.currency }));
}

/** Throws MESSAGE_INVALID when any amount of the order is in another currency. */
export function assertOneCurrency(order: Order): void {
  const foreign = foreignAmounts(order);
  const [first] = foreign;
  if (first === undefined) return;
  throw new IntegrationError(
    "MESSAGE_INVALID",
    `Order ${order.number} is in ${order.currency}, but its ${first.path} is in ${first.currency}.`,
    { details: { currency: order.currency, foreign } },
  );
}
