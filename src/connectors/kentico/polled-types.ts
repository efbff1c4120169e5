// The types whose changes can be listed, by their column of last modification.

import type { MessageName } from "../../canonical/messages.ts";
import type { Scope } from "./client.ts";

export interface PolledType {
  /** The vendor's own word. */
  name: string;
  entity: MessageName;
  /** Object type. */
  type: string;
  idColumn: string;
  guidColumn: string;
  modifiedColumn: string;
  scopes: readonly Scope[];
}

export const polledOrders: PolledType = {
  name: "order",
  entity: "order",
  type: "ecommerce.order",
  idColumn: "OrderID",
  guidColumn: "OrderGUID",
  modifiedColumn: "OrderLastModified",
  scopes: ["site"],
};

export const polledCustomers: PolledType = {
  name: "customer",
  entity: "customer",
  type: "ecommerce.customer",
  idColumn: "CustomerID",
  guidColumn: "CustomerGUID",
  modifiedColumn: "CustomerLastModified",
  // Registered customers belong to no site.
  scopes: ["site", "global"],
};

export const polledSkus: PolledType = {
  name: "sku",
  entity: "item",
  type: "ecommerce.sku",
  idColumn: "SKUID",
  guidColumn: "SKUGUID",
  modifiedColumn: "SKULastModified",
  scopes: ["site", "global"],
};
