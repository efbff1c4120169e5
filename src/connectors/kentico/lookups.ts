// Default rows of the lookup tables the order mapping uses. Names are the shop's own in Kentico, so an
// installation edits these tables rather than the mapping.

import type { JsonObject } from "../../core/json.ts";

/** `StatusName` -> canonical order status; the first names are the sample store's. */
const orderStatus: JsonObject = {
  New: "placed",
  PaymentReceived: "paid",
  Completed: "completed",
  Canceled: "cancelled",
  Cancelled: "cancelled",
  Refunded: "refunded",
  PaymentFailed: "placed",
  InProgress: "placed",
  Processing: "placed",
  OnHold: "on-hold",
  Shipped: "shipped",
  Dispatched: "shipped",
};

/** `PaymentOptionName` -> canonical payment method. */
const paymentMethod: JsonObject = {
  Card: "card",
  CreditCard: "card",
  AuthorizeNET: "card",
  Stripe: "card",
  PayPal: "paypal",
  BankTransfer: "bank-transfer",
  MoneyTransfer: "bank-transfer",
  WireTransfer: "bank-transfer",
  Cash: "cash",
  CashOnDelivery: "cash",
  Check: "check",
  Cheque: "check",
  PurchaseOrder: "other",
};

export const kenticoLookups: Readonly<Record<string, JsonObject>> = {
  "kentico-order-status": orderStatus,
  "kentico-payment-method": paymentMethod,
};
