// Fetches the rows an order is made of: itself, its items, addresses, customer and SKUs.

import type { CallContext } from "../../connector-kit/operation.ts";
import { ensureError } from "../../core/errors.ts";
import { asRow, getObject, listChildren, type ObjectKey } from "./client.ts";
import { wallTimeOf } from "./server-time.ts";
import { readSkus, type SkusById } from "./skus.ts";
import { type OrderAddressRow, orderAddressRow } from "./wire/address.ts";
import { type CustomerRow, customerRow } from "./wire/customer.ts";
import { type OrderRow, orderRow } from "./wire/order.ts";
import { type OrderItemRow, orderItemRow } from "./wire/order-item.ts";

/** An order edited while it is read is read again, this often at most. */
const readsMax = 3;

export interface OrderParts {
  order: OrderRow;
  items: OrderItemRow[];
  addresses: OrderAddressRow[];
  /** Null when the customer was deleted. */
  customer: CustomerRow | null;
  skus: SkusById;
}

type OrderRows = Pick<OrderParts, "order" | "items" | "addresses">;

async function readRow(context: CallContext, key: ObjectKey): Promise<OrderRow> {
  return asRow(orderRow, await getObject(context, key), `order ${key.id}`);
}

async function readChildren(context: CallContext, key: ObjectKey) {
  const [items, addresses] = await Promise.all([
    listChildren(context, key, "ecommerce.orderitem"),
    listChildren(context, key, "ecommerce.orderaddress"),
  ]);
  return {
    items: items.records.map((record) => asRow(orderItemRow, record, `item of order ${key.id}`)),
    addresses: addresses.records.map((record) =>
      asRow(orderAddressRow, record, `address of order ${key.id}`),
    ),
  };
}

function isOlderThanItems({ order, items }: OrderRows): boolean {
  const orderTime = wallTimeOf(order.OrderLastModified);
  return items.some((item) => wallTimeOf(item.OrderItemLastModified ?? "") > orderTime);
}

/**
 * The order with its children, of one moment: an edit in the administration replaces all items before
 * it saves the order, so items newer than the order mean that the order must be looked at again.
 */
async function readConsistently(context: CallContext, key: ObjectKey): Promise<OrderRows> {
  let order = await readRow(context, key);
  for (let reads = 1; ; reads += 1) {
    const rows = { order, ...(await readChildren(context, key)) };
    if (reads === readsMax || !isOlderThanItems(rows)) return rows;
    const again = await readRow(context, key);
    if (again.OrderLastModified === order.OrderLastModified) return rows;
    order = again;
  }
}

/** By id, as registered customers belong to no site. */
async function readCustomerRow(context: CallContext, id: number): Promise<CustomerRow | null> {
  try {
    const record = await getObject(context, { type: "ecommerce.customer", id: String(id) });
    return asRow(customerRow, record, `customer ${id}`);
  } catch (thrown) {
    if (ensureError(thrown).code === "RECORD_NOT_FOUND") return null;
    throw thrown;
  }
}

/** All rows of an order, by id or GUID. Throws RECORD_NOT_FOUND when there is no such order. */
export async function readOrderParts(context: CallContext, id: string): Promise<OrderParts> {
  const rows = await readConsistently(context, { type: "ecommerce.order", id });
  const [customer, skus] = await Promise.all([
    readCustomerRow(context, rows.order.OrderCustomerID),
    readSkus(
      context,
      rows.items.map((item) => item.OrderItemSKUID),
    ),
  ]);
  return { ...rows, customer, skus };
}
