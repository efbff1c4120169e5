// Keeps the product's events of orders in the order they fired, with what existed at that moment.
import type { Shop } from "./shop.ts";
import type { Row } from "./tables.ts";

export interface LoggedEvent {
  name: string;
  orderId: number;
  /** Rows that existed when the event fired. */
  items: number;
  addresses: number;
  invoiceNumber: string | null;
  statusId: number | null;
}

const EVENTS_MAX = 10_000;
const OBJECT_EVENTS = { insert: "Insert.After", update: "Update.After", delete: "Delete.After" };

/** Call it first, so that events are logged before anything reacts to them. */
export function installEventLog(shop: Shop): LoggedEvent[] {
  const events: LoggedEvent[] = [];
  const log = (name: string, order: Row) => {
    if (events.length >= EVENTS_MAX) events.splice(0, EVENTS_MAX / 2);
    events.push(loggedEvent(shop, name, order));
  };
  shop.tables.onEvent(({ type, kind, row }) => {
    if (type === "ecommerce.order") log(`OrderInfo.${OBJECT_EVENTS[kind]}`, row);
  });
  shop.onCommerceEvent(({ name, order }) => log(name, order));
  return events;
}

function loggedEvent(shop: Shop, name: string, order: Row): LoggedEvent {
  const orderId = Number(order["OrderID"]);
  return {
    name,
    orderId,
    items: shop.tables.childrenOf("ecommerce.orderitem", orderId).length,
    addresses: shop.tables.childrenOf("ecommerce.orderaddress", orderId).length,
    invoiceNumber:
      order["OrderInvoiceNumber"] === null ? null : String(order["OrderInvoiceNumber"]),
    statusId: order["OrderStatusID"] === null ? null : Number(order["OrderStatusID"]),
  };
}
