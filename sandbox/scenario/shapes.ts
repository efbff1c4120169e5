// The kinds of orders a scenario is made of: each a short recipe for one difficulty of bookkeeping.
// Prices and quantities are drawn; what the order is meant to become is part of the recipe.

import type { OrderBody } from "../kentico/order-request.ts";
import type { SeededRandom } from "../kit/seeded-random.ts";
import { book, catalogue, coffee, filters, grinder, type Line, mug, price } from "./line-items.ts";
import {
  type Address,
  businesses,
  type Customer,
  newcomerNames,
  places,
  regulars,
} from "./people.ts";

type Payment = NonNullable<OrderBody["payment"]>;

/** Something done to an order after it was placed. */
export interface LaterAction {
  action: "pay" | "edit" | "cancel";
  body: Record<string, unknown>;
}

interface ShapedOrder {
  order: OrderBody;
  later?: LaterAction[];
}

export type Shape = (random: SeededRandom, index: number) => ShapedOrder;

interface BasicOrder {
  lines: Line[];
  address?: Address;
  customer?: Customer;
  currency?: string;
  payment?: Payment;
}

function basic(random: SeededRandom, index: number, order: BasicOrder): OrderBody {
  return {
    customer: order.customer ?? anyone(random, index),
    billingAddress: order.address ?? places.boston,
    lines: order.lines,
    currency: order.currency ?? "USD",
    payment: order.payment ?? cardPayment(random),
    meant: "invoice",
  };
}

function cardPayment(random: SeededRandom): Payment {
  const method = random.pick(["Card", "PayPal"]);
  return { completed: true, method, transactionId: `tx_${random.hex(8)}` };
}

/** Half of the orders come from people the shop knows, some spelling their e-mail another way. */
function anyone(random: SeededRandom, index: number): Customer {
  if (random.float() < 0.5) return respelled(random, random.pick(regulars));
  const firstName = random.pick(newcomerNames.first);
  const lastName = random.pick(newcomerNames.last);
  if (random.float() < 0.1) return { firstName, lastName, phone: `+1 555 ${1_000 + index}` };
  const email = `${firstName}.${lastName || "solo"}.${index}@example.org`.toLowerCase();
  return { firstName, lastName, email };
}

function respelled(random: SeededRandom, customer: Customer): Customer {
  if (customer.registered || customer.email === undefined || random.float() < 0.5) return customer;
  const email = random.pick([customer.email.toUpperCase(), ` ${customer.email} `]);
  return { ...customer, email };
}

/** Orders that must end as an invoice with the shop's total and the shop's payments. */
export const soundShapes: Readonly<Record<string, Shape>> = {
  plain: (random, index) => {
    const address = random.pick([places.boston, places.austin, places.fresno]);
    return { order: basic(random, index, { lines: [filters(random), filters(random)], address }) };
  },
  "several rates": (random, index) => {
    const lines = [coffee(random), grinder(random), book(random), catalogue(random)];
    return { order: basic(random, index, { lines }) };
  },
  "percent discount and shipping": (random, index) => ({
    order: {
      ...basic(random, index, { lines: [coffee(random), mug(random)] }),
      orderDiscount: { name: "Autumn", percent: random.pick(["5", "10", "12.5"]) },
      couponCodes: ["AUTUMN"],
      shipping: { option: "Standard", price: price(random, 4, 12) },
    },
  }),
  "amount discount": (random, index) => ({
    order: {
      ...basic(random, index, { lines: [mug(random), book(random), catalogue(random)] }),
      orderDiscount: { name: "Welcome", amount: price(random, 1, 8) },
    },
  }),
  "item discount": (random, index) => ({
    order: basic(random, index, {
      lines: [
        { ...grinder(random), itemDiscount: { name: "Open box", amount: price(random, 5, 30) } },
        coffee(random),
      ],
    }),
  }),
  "untaxed shipping": (random, index) => ({
    order: {
      ...basic(random, index, { lines: [coffee(random)], address: places.austin }),
      shipping: { option: "PickUp", price: price(random, 1, 3) },
    },
  }),
  "gift card, partial": (random, index) => ({
    order: {
      ...basic(random, index, { lines: [grinder(random)] }),
      giftCard: { code: `GIFT-${random.hex(3)}`, amount: price(random, 10, 60) },
    },
  }),
  "gift card covers all": (random, index) => ({
    order: {
      ...basic(random, index, { lines: [mug(random)], payment: {} }),
      giftCard: { code: `GIFT-${random.hex(3)}`, amount: "500.00" },
    },
  }),
  "tax included": (random, index) => ({
    order: {
      ...basic(random, index, {
        lines: [mug(random), book(random), catalogue(random)],
        address: random.pick([places.london, places.berlin, places.dublin]),
        currency: random.pick(["EUR", "GBP"]),
      }),
      pricesIncludeTax: true,
      orderDiscount: { name: "Voucher", amount: price(random, 1, 6) },
      shipping: { option: "Standard", price: "4.95" },
    },
  }),
  yen: (random, index) => ({
    order: {
      ...basic(random, index, {
        lines: [{ ...mug(random), unitPrice: String(500 + random.int(2_000)) }],
        address: places.tokyo,
        currency: "JPY",
      }),
      pricesIncludeTax: true,
    },
  }),
  dinar: (random, index) => ({
    order: basic(random, index, {
      lines: [{ ...mug(random), unitPrice: `${2 + random.int(9)}.${100 + random.int(900)}` }],
      address: places.kuwait,
      currency: "KWD",
    }),
  }),
  quebec: (random, index) => {
    const lines = [filters(random), filters(random)];
    return { order: basic(random, index, { lines, address: places.montreal, currency: "CAD" }) };
  },
  "product option": (random, index) => ({
    order: basic(random, index, {
      lines: [
        mug(random),
        {
          sku: "ENGRAVE",
          name: "Engraving",
          quantity: 1,
          unitPrice: "6.00",
          parentLine: 0,
          text: "A & B",
        },
      ],
    }),
  }),
  bundle: (random, index) => ({
    order: basic(random, index, {
      lines: [
        { sku: "SET-1", name: "Starter set", quantity: 1, unitPrice: price(random, 60, 90) },
        { sku: "GRI-1", name: "Grinder", quantity: 1, unitPrice: "0.00", bundleOf: 0 },
        { sku: "MUG-1", name: "Mug", quantity: 2, unitPrice: "0.00", bundleOf: 0 },
      ],
    }),
  }),
  "exempt business": (random, index) => {
    const customer = random.pick(businesses);
    const address = random.pick([places.prague, places.dublin]);
    const lines = [mug(random), book(random)];
    return { order: basic(random, index, { lines, customer, address, currency: "EUR" }) };
  },
  "unpaid, on terms": (random, index) => ({
    order: {
      ...basic(random, index, { lines: [grinder(random)], payment: { method: "PurchaseOrder" } }),
      customData: { PurchaseOrder: `PO-${1_000 + index}` },
    },
  }),
  "paid later": (random, index) => ({
    order: basic(random, index, { lines: [coffee(random)], payment: { method: "BankTransfer" } }),
    later: [
      { action: "pay", body: { method: "BankTransfer", transactionId: `bank_${random.hex(6)}` } },
    ],
  }),
};

/** Orders that must not become an invoice without a person's decision. */
export const brokenShapes: Readonly<Record<string, Shape>> = {
  "unknown tax class": (random, index) => ({
    order: {
      ...basic(random, index, { lines: [coffee(random)] }),
      override: { unknownTaxClass: `Levy ${index}` },
      meant: "dead-letter",
    },
  }),
  "totals 1.00 off": (random, index) => ({
    order: {
      ...basic(random, index, { lines: [mug(random), coffee(random)] }),
      override: { addToTotalPrice: random.pick(["1.00", "-1.00"]) },
      meant: "dead-letter",
    },
  }),
};

/** Orders with nothing to invoice. */
export const emptyShapes: Readonly<Record<string, Shape>> = {
  "zero total": (random, index) => ({
    order: {
      ...basic(random, index, { lines: [mug(random)], payment: {} }),
      orderDiscount: { name: "On the house", percent: "100" },
      couponCodes: ["FREE"],
      meant: "skip",
    },
  }),
};

/** Orders that change after they were placed. */
export const changingShapes: Readonly<Record<string, Shape>> = {
  "edited before payment": (random, index) => {
    const lines = [mug(random), coffee(random)];
    return {
      order: basic(random, index, { lines, payment: { method: "BankTransfer" } }),
      later: [{ action: "edit", body: { lines: [...lines, book(random)] } }],
    };
  },
  "cancelled before payment": (random, index) => ({
    order: basic(random, index, { lines: [mug(random)], payment: { method: "BankTransfer" } }),
    later: [{ action: "cancel", body: {} }],
  }),
};
