// What the product itself does whenever an order is saved, whoever saved it:
// the status history, the paid flag of a status, and the OrderPaid event.
import type { Shop } from "./shop.ts";
import type { ObjectEvent, Value } from "./tables.ts";

export function installOrderEffects(shop: Shop): void {
  shop.tables.onEvent((event) => {
    if (event.type !== "ecommerce.order" || event.kind !== "update") return;
    if (event.changed.includes("OrderStatusID")) recordStatus(shop, event);
    const isNewlyPaid = event.row["OrderIsPaid"] === true && event.before?.["OrderIsPaid"] !== true;
    if (isNewlyPaid) shop.raise({ name: "OrderPaid", order: event.row, actor: event.actor });
  });
}

function recordStatus(shop: Shop, { row, before, actor }: ObjectEvent): void {
  const orderId = Number(row["OrderID"]);
  const from: Value = before?.["OrderStatusID"] ?? null;
  const values = {
    OrderID: orderId,
    FromStatusID: from,
    ToStatusID: row["OrderStatusID"] ?? null,
    ChangedByUserID: actor.userId,
    Date: shop.tables.now(),
  };
  shop.tables.insert("ecommerce.orderstatususer", values, actor);
  const status = shop.tables.get("ecommerce.orderstatus", Number(row["OrderStatusID"]));
  if (status?.["StatusOrderIsPaid"] === true && row["OrderIsPaid"] !== true) {
    shop.tables.update("ecommerce.order", orderId, { OrderIsPaid: true }, actor);
  }
}
