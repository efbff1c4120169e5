// A visitor's checkout with the product's sequence of events (reference section 8):
// order inserted bare -> items -> addresses -> number and first status -> inventory -> commit -> NewOrderCreated.
import { byName } from "./catalogue.ts";
import { createCustomer, knownCustomer, rememberAddress } from "./customers.ts";
import { addCustomColumn } from "./form-definition.ts";
import { parseColumn } from "./object-type.ts";
import { applyPayment, orderRow } from "./order-changes.ts";
import {
  type ComposedOrder,
  composeOrder,
  insertAddresses,
  insertItems,
  type OrderParts,
} from "./order-composition.ts";
import type { OrderRequest } from "./order-request.ts";
import { toWallTime } from "./server-time.ts";
import type { Shop } from "./shop.ts";
import type { Actor, Row } from "./tables.ts";

const FIRST_STATUS = "New";
const visitor: Actor = { userId: null, origin: "checkout" };

/** Places the order and returns its row; throws ControlError for names the shop doesn't know. */
export function placeOrder(shop: Shop, request: OrderRequest): Row {
  const status = byName(shop, "ecommerce.orderstatus", request.status ?? FIRST_STATUS);
  const known = knownCustomer(shop, request.customer);
  const taxId = known?.["CustomerTaxRegistrationID"] ?? request.customer.taxRegistrationId;
  addCustomColumns(shop, request.customColumns ?? {});
  const composed = composeOrder(shop, request, { hasTaxId: Boolean(taxId), actor: visitor });
  const statusId = Number(status["StatusID"]);
  const orderId = shop.transaction(() => {
    const customer = known ?? createCustomer(shop, request.customer, visitor);
    return saveOrder(shop, request, { customer, composed, statusId });
  });
  return afterCommit(shop, orderId, request);
}

interface NewOrder {
  customer: Row;
  composed: ComposedOrder;
  statusId: number;
}

/** What happens inside the transaction. The invoice number follows the default pattern, the order id. */
function saveOrder(shop: Shop, request: OrderRequest, order: NewOrder): number {
  const { customer, composed, statusId } = order;
  const columns = { ...composed.order, ...orderHead(shop, request, customer) };
  const orderId = Number(shop.tables.insert("ecommerce.order", columns, visitor)["OrderID"]);
  const guids = request.lines.map(() => shop.random.uuid());
  const parts: OrderParts = { orderId, customer, composed, request, guids, actor: visitor };
  insertItems(shop, parts);
  insertAddresses(shop, parts);
  const numbered = { OrderInvoiceNumber: String(orderId), OrderStatusID: statusId };
  shop.tables.update("ecommerce.order", orderId, numbered, visitor);
  takeFromStock(shop, orderId);
  rememberAddress(shop, composed.billing, customer, visitor);
  shop.requests.set(orderId, request);
  return orderId;
}

/** The first save knows neither number nor status. */
function orderHead(shop: Shop, request: OrderRequest, customer: Row): Row {
  const placedAt = request.orderDate ? new Date(request.orderDate) : shop.clock.now();
  return {
    OrderCustomerID: Number(customer["CustomerID"]),
    OrderSiteID: shop.siteId,
    OrderDate: toWallTime(placedAt, shop.serverTimeZone),
    OrderIsPaid: false,
    OrderCreatedByUserID: customer["CustomerUserID"] ?? null,
  };
}

function takeFromStock(shop: Shop, orderId: number): void {
  for (const item of shop.tables.childrenOf("ecommerce.orderitem", orderId)) {
    const sku = shop.tables.get("ecommerce.sku", Number(item["OrderItemSKUID"]));
    if (sku === undefined || sku["SKUTrackInventory"] === "Disabled") continue;
    const left = Number(sku["SKUAvailableItems"]) - Number(item["OrderItemUnitCount"]);
    shop.tables.update("ecommerce.sku", Number(sku["SKUID"]), { SKUAvailableItems: left }, visitor);
  }
}

/** The gateway answers after the order exists, so an order paid at once raises two events. */
function afterCommit(shop: Shop, orderId: number, { payment }: OrderRequest): Row {
  shop.raise({ name: "NewOrderCreated", order: orderRow(shop, orderId), actor: visitor });
  if (payment?.completed || payment?.authorized || payment?.failed) {
    applyPayment(shop, orderId, { payment, actor: visitor });
  }
  return orderRow(shop, orderId);
}

function addCustomColumns(shop: Shop, columns: Record<string, string>): void {
  for (const name of Object.keys(columns)) {
    addCustomColumn(shop, "ecommerce.order", parseColumn(`${name} text(500)?`, false));
  }
}
