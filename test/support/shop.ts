// The simulated shop in a test's hands: orders written in a few words, and what employees do with them.

import type { z } from "zod";
import type { LedgerOrder } from "../../sandbox/kentico/ledger.ts";
import type { OrderBody, orderEdit, paymentRequest } from "../../sandbox/kentico/order-request.ts";
import type { ShopSettings } from "../../sandbox/kentico/shop.ts";
import { ShopClient } from "../../sandbox/kentico/shop-client.fixture.ts";
import type { Fault } from "../../sandbox/kit/fault.ts";
import { places as scenarioPlaces } from "../../sandbox/scenario/people.ts";
import { callControl } from "./control.ts";
import type { World } from "./world.ts";

type Line = OrderBody["lines"][number];

/** A line in short: one product of the tax class `Zero` at `price`, unless more is said. */
export type NewLine = Partial<Line> & { price: string };

export type NewOrder = Partial<Omit<OrderBody, "lines">> & { lines: readonly NewLine[] };
export type Edit = Omit<z.input<typeof orderEdit>, "lines"> & { lines?: readonly NewLine[] };
export type Payment = z.input<typeof paymentRequest>;

/** Places by the taxes of the sandbox shop; see `seedTaxClasses`. */
export const places = {
  ...scenarioPlaces,
  wellington: { line1: "2 Cuba St", city: "Wellington", zip: "6011", countryCode: "NZ" },
} as const satisfies Record<string, OrderBody["billingAddress"]>;

function lineOf({ price, taxClass = "Zero", ...line }: NewLine): Line {
  return {
    sku: `SKU-${taxClass}`,
    name: `${taxClass} product`,
    quantity: 1,
    unitPrice: price,
    taxClass,
    ...line,
  };
}

/** The whole order: a guest in Boston who pays later, in US dollars, unless more is said. */
export function orderBody({ lines, ...order }: NewOrder): OrderBody {
  return {
    customer: { firstName: "Ann", lastName: "Lee", email: "ann.lee@example.com" },
    billingAddress: places.boston,
    currency: "USD",
    ...order,
    lines: lines.map(lineOf),
  };
}

export interface Shop {
  /** A visitor places an order. */
  place(order: NewOrder): Promise<LedgerOrder>;
  /** The gateway reports a payment; without one, an employee ticks "paid" by hand. */
  pay(order: { id: number }, payment?: Payment): Promise<LedgerOrder>;
  edit(order: { id: number }, edit: Edit): Promise<LedgerOrder>;
  cancel(order: { id: number }): Promise<LedgerOrder>;
  changeStatus(order: { id: number }, name: string): Promise<LedgerOrder>;
  remove(order: { id: number }): Promise<void>;
  addTaxClass(taxClass: {
    name: string;
    rates: { countryCode: string; stateCode?: string; percent: string }[];
  }): Promise<void>;
  configure(settings: Partial<ShopSettings>): Promise<void>;
  arm(fault: Fault): Promise<void>;
  orders(): Promise<LedgerOrder[]>;
  /** Webhooks that were to be sent, with how often each was tried. */
  deliveries(): Promise<Delivery[]>;
  /** Waits until no announcement is left to send. */
  untilAnnounced(): Promise<void>;
  /** Sends again, under its id, the announcement of an order of a type such as `order.created`. */
  resend(order: { id: number }, type: string): Promise<void>;
}

export interface Delivery {
  id: string;
  type: string;
  orderId: number | null;
  attempts: number;
  state: string;
}

export function shopOf(world: Pick<World, "sandbox">): Shop {
  const call = <T>(path: string, body?: unknown) =>
    callControl<T>(world.sandbox.kentico, path, body);
  const deliveries = async () => (await call<{ deliveries: Delivery[] }>("webhooks")).deliveries;
  const change = (order: { id: number }, action: string, body: unknown) =>
    call<LedgerOrder>(`orders/${order.id}/${action}`, body);
  return {
    place: (order) => call("orders", orderBody(order)),
    pay: (order, payment = {}) => change(order, "pay", payment),
    edit: (order, { lines, ...edit }) =>
      change(order, "edit", { ...edit, ...(lines && { lines: lines.map(lineOf) }) }),
    cancel: (order) => change(order, "cancel", {}),
    changeStatus: (order, name) => change(order, "status", { name }),
    remove: async ({ id }) => {
      const client = new ShopClient(world.sandbox.kentico);
      const address = `/rest/ecommerce.order/currentsite/${id}?format=json`;
      const { status, text } = await client.rest(address, { method: "DELETE" });
      if (status !== 200) throw new Error(`The shop refused to delete order ${id}: ${text}`);
    },
    addTaxClass: async (taxClass) => {
      await call("tax-classes", { displayName: taxClass.name, ...taxClass });
    },
    configure: async (settings) => {
      await call("settings", settings);
    },
    arm: async (fault) => {
      await call("faults", fault);
    },
    orders: async () => (await call<{ orders: LedgerOrder[] }>("ledger")).orders,
    deliveries,
    untilAnnounced: async () => {
      await call("webhooks/idle");
    },
    resend: async (order, type) => {
      const of = (each: Delivery) => each.orderId === order.id && each.type === type;
      const delivery = (await deliveries()).findLast(of);
      await call(`webhooks/${delivery?.id}/resend`, {});
    },
  };
}
