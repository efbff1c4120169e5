// Looks at a stored order from outside: the rows around it, joined by id.
// Shared by the webhook snapshot and the ledger; changes nothing.
import type { Shop } from "./shop.ts";
import type { Row, Value } from "./tables.ts";

/** A text column's value; null when empty. */
export function textOf(row: Row | undefined, column: string): string | null {
  const value: Value = row?.[column] ?? null;
  return value === null ? null : String(value);
}

export function numberOf(row: Row | undefined, column: string): number | null {
  const value: Value = row?.[column] ?? null;
  return value === null ? null : Number(value);
}

export interface OrderView {
  order: Row;
  customer: Row | undefined;
  currency: Row | undefined;
  status: Row | undefined;
  paymentOption: Row | undefined;
  shippingOption: Row | undefined;
  items: { item: Row; sku: Row | undefined; taxClass: Row | undefined }[];
  addresses: Row[];
}

export function viewOrder(shop: Shop, order: Row): OrderView {
  const { tables } = shop;
  const orderId = Number(order["OrderID"]);
  return {
    order,
    customer: tables.get("ecommerce.customer", numberOf(order, "OrderCustomerID")),
    currency: tables.get("ecommerce.currency", numberOf(order, "OrderCurrencyID")),
    status: tables.get("ecommerce.orderstatus", numberOf(order, "OrderStatusID")),
    paymentOption: tables.get("ecommerce.paymentoption", numberOf(order, "OrderPaymentOptionID")),
    shippingOption: tables.get(
      "ecommerce.shippingoption",
      numberOf(order, "OrderShippingOptionID"),
    ),
    items: tables.childrenOf("ecommerce.orderitem", orderId).map((item) => {
      const sku = tables.get("ecommerce.sku", numberOf(item, "OrderItemSKUID"));
      return {
        item,
        sku,
        taxClass: tables.get("ecommerce.taxclass", numberOf(sku, "SKUTaxClassID")),
      };
    }),
    addresses: tables.childrenOf("ecommerce.orderaddress", orderId),
  };
}
