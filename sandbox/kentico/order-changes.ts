// What the administration does to a placed order: pay, change the status, edit, refund.
// The effects every saved order has (history, paid flag, events) are in order-effects.ts.
import { Decimal } from "decimal.js";
import { byName } from "./catalogue.ts";
import { ControlError } from "./control-error.ts";
import { addCustomColumn } from "./form-definition.ts";
import { parseColumn } from "./object-type.ts";
import { composeOrder, insertAddresses, insertItems } from "./order-composition.ts";
import type { OrderEdit, OrderRequest, PaymentRequest } from "./order-request.ts";
import { paymentResultXml } from "./order-xml.ts";
import { toWallTime } from "./server-time.ts";
import type { Shop } from "./shop.ts";
import type { Actor, Row } from "./tables.ts";

/** A shop employee in the administration. */
export const employee: Actor = { userId: 53, origin: "admin" };

const PAID_STATUS = "PaymentReceived";

export function orderRow(shop: Shop, orderId: number): Row {
  const row = shop.tables.get("ecommerce.order", orderId);
  if (row === undefined) throw new ControlError(`The shop has no order ${orderId}.`);
  return row;
}

export interface PaymentChange {
  payment: PaymentRequest;
  actor: Actor;
}

/** Stores the gateway's result; a completed payment marks the order as paid and moves its status. */
export function applyPayment(shop: Shop, orderId: number, { payment, actor }: PaymentChange): void {
  const order = orderRow(shop, orderId);
  const option = payment.method
    ? byName(shop, "ecommerce.paymentoption", payment.method)
    : shop.tables.get("ecommerce.paymentoption", order["OrderPaymentOptionID"] as number | null);
  const values: Row = { OrderPaymentResult: resultOf(shop, payment, option) };
  if (option !== undefined) values["OrderPaymentOptionID"] = Number(option["PaymentOptionID"]);
  if (payment.completed) {
    values["OrderIsPaid"] = true;
    values["OrderStatusID"] = statusAfterPayment(shop, order, option);
  }
  shop.tables.update("ecommerce.order", orderId, values, actor);
}

/** An order placed in a later status than `New` keeps it. */
function statusAfterPayment(shop: Shop, order: Row, option: Row | undefined) {
  const first = byName(shop, "ecommerce.orderstatus", "New");
  const current = order["OrderStatusID"] ?? null;
  if (current !== first["StatusID"]) return current;
  const succeeded = option?.["PaymentOptionSucceededOrderStatusID"] ?? null;
  return succeeded ?? Number(byName(shop, "ecommerce.orderstatus", PAID_STATUS)["StatusID"]);
}

function resultOf(shop: Shop, payment: PaymentRequest, option: Row | undefined): string {
  const at = payment.date ? new Date(payment.date) : shop.clock.now();
  return paymentResultXml({
    date: toWallTime(at, shop.serverTimeZone),
    methodId: option ? Number(option["PaymentOptionID"]) : null,
    methodName: option ? String(option["PaymentOptionDisplayName"]) : null,
    transactionId: payment.transactionId ?? null,
    isCompleted: payment.completed ?? false,
    isAuthorized: payment.authorized ?? false,
    isFailed: payment.failed ?? false,
  });
}

/** Ticks "order is paid" by hand: no payment result is written. */
export function markPaidByHand(shop: Shop, orderId: number): void {
  const status = byName(shop, "ecommerce.orderstatus", PAID_STATUS);
  const values = { OrderIsPaid: true, OrderStatusID: Number(status["StatusID"]) };
  shop.tables.update("ecommerce.order", orderId, values, employee);
}

export function setOrderStatus(shop: Shop, orderId: number, name: string): void {
  const status = byName(shop, "ecommerce.orderstatus", name);
  orderRow(shop, orderId);
  const values = { OrderStatusID: Number(status["StatusID"]) };
  shop.tables.update("ecommerce.order", orderId, values, employee);
}

/** Saves the whole cart anew: items and addresses get new ids, items keep their GUID. */
export function editOrder(shop: Shop, orderId: number, edit: OrderEdit): void {
  const before = orderRow(shop, orderId);
  const placed = shop.requests.get(orderId);
  if (placed === undefined) throw new ControlError("This order was not placed by a checkout.");
  const request = withEdit(placed, edit);
  const customer = shop.tables.get("ecommerce.customer", Number(before["OrderCustomerID"])) ?? {};
  const hasTaxId = Boolean(customer["CustomerTaxRegistrationID"]);
  const composed = composeOrder(shop, request, { hasTaxId, actor: employee });
  const guids = keptGuids(shop, orderId, request);
  removeChildren(shop, orderId);
  const parts = { orderId, customer, composed, request, guids, actor: employee };
  insertItems(shop, parts);
  insertAddresses(shop, parts);
  const paymentOptionId = before["OrderPaymentOptionID"] ?? null;
  const columns = { ...composed.order, OrderPaymentOptionID: paymentOptionId };
  shop.tables.update("ecommerce.order", orderId, columns, employee);
  shop.requests.set(orderId, request);
}

function withEdit(placed: OrderRequest, edit: OrderEdit): OrderRequest {
  const given = Object.entries(edit).filter(([, value]) => value !== undefined);
  const changes = given.map(([name, value]) => [name, value ?? undefined]);
  return { ...placed, override: undefined, ...Object.fromEntries(changes) };
}

/** Lines of the same SKU keep their GUIDs in order; further lines get new ones. */
function keptGuids(shop: Shop, orderId: number, request: OrderRequest): string[] {
  const free = shop.tables.childrenOf("ecommerce.orderitem", orderId).map((item) => ({
    sku: shop.tables.get("ecommerce.sku", Number(item["OrderItemSKUID"]))?.["SKUNumber"],
    guid: String(item["OrderItemGuid"]),
  }));
  return request.lines.map((line) => {
    const index = free.findIndex(({ sku }) => sku === line.sku);
    const [kept] = index === -1 ? [] : free.splice(index, 1);
    return kept?.guid ?? shop.random.uuid();
  });
}

function removeChildren(shop: Shop, orderId: number): void {
  for (const item of shop.tables.childrenOf("ecommerce.orderitem", orderId)) {
    shop.tables.remove("ecommerce.orderitem", Number(item["OrderItemID"]), employee);
  }
  for (const address of shop.tables.childrenOf("ecommerce.orderaddress", orderId)) {
    shop.tables.remove("ecommerce.orderaddress", Number(address["AddressID"]), employee);
  }
}

export interface Refund {
  amount: string;
  /** Code name of the status to move to; `Canceled` after a full refund, else unchanged. */
  status?: string;
}

/** Kentico has no refund object: the shop notes the sum in a column of its own and moves the status. */
export function refundOrder(shop: Shop, orderId: number, { amount, status }: Refund): void {
  const order = orderRow(shop, orderId);
  addCustomColumn(shop, "ecommerce.order", parseColumn("OrderRefundedAmount decimal?", false));
  const refunded = new Decimal(String(order["OrderRefundedAmount"] ?? 0)).plus(amount);
  const isFull = refunded.greaterThanOrEqualTo(String(order["OrderTotalPrice"]));
  const target = status ?? (isFull ? "Canceled" : undefined);
  const values: Row = { OrderRefundedAmount: refunded.toFixed() };
  if (target !== undefined) {
    values["OrderStatusID"] = Number(byName(shop, "ecommerce.orderstatus", target)["StatusID"]);
  }
  shop.tables.update("ecommerce.order", orderId, values, employee);
}
