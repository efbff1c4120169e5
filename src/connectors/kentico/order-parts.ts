// Fetches the rows an order is made of: itself, its items, addresses, customer and SKUs.

import type { CallContext } from "../../connector-kit/operation.ts";
import { ensureError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import { asRow, getObject, listChildren, type ObjectKey } from "./client.ts";
import { wallTimeOf } from "./server-time.ts";
import { readSkus, type SkusById } from "./skus.ts";
import { type OrderAddressRow, orderAddressRow } from "./wire/address.ts";
import { type CustomerRow, customerRow } from "./wire/customer.ts";
import { type OrderRow, orderRow } from "./wire/order.ts";
import { type OrderItemRow, orderItemRow } from "./wire/order-item.ts";
import { unexpected } from "./wrappers.ts";

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

/** The column of a child row that names its order. */
const parentColumns = {
  "ecommerce.orderitem": "OrderItemOrderID",
  "ecommerce.orderaddress": "AddressOrderID",
} as const;

/** Rows below an order; those of another one, from a broken cache, are no answer. */
async function readBelow(
  context: CallContext,
  { order, key }: { order: OrderRow; key: ObjectKey },
  childType: keyof typeof parentColumns,
): Promise<JsonObject[]> {
  const { records } = await listChildren(context, key, childType);
  const orderIds = records.map((record) => record[parentColumns[childType]] ?? order.OrderID);
  if (orderIds.every((id) => String(id) === String(order.OrderID))) return records;
  throw unexpected(`what belongs to order ${key.id}`);
}

async function readChildren(context: CallContext, parent: { order: OrderRow; key: ObjectKey }) {
  const [items, addresses] = await Promise.all([
    readBelow(context, parent, "ecommerce.orderitem"),
    readBelow(context, parent, "ecommerce.orderaddress"),
  ]);
  const { id } = parent.key;
  return {
    items: items.map((record) => asRow(orderItemRow, record, `item of order ${id}`)),
    addresses: addresses.map((record) => asRow(orderAddressRow, record, `address of order ${id}`)),
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
    const rows = { order, ...(await readChildren(context, { order, key })) };
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
