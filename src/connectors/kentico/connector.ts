// The declaration of the Kentico connector: Kentico Xperience 13 (and 12) e-commerce over its REST
// service. What each object and call is like stands in README.md.

import type { Connector } from "../../connector-kit/connector.ts";
import { defineEntity } from "../../connector-kit/entity.ts";
import { loadMappings } from "../../connector-kit/load-mapping.ts";
import { kenticoAuth } from "./auth.ts";
import { changePoll } from "./change-poll.ts";
import { getServiceDocument } from "./client.ts";
import { testKentico } from "./connection-test.ts";
import { kenticoLookups } from "./lookups.ts";
import { readCustomer } from "./operations/read-customer.ts";
import { readItem } from "./operations/read-item.ts";
import { readOrder } from "./operations/read-order.ts";
import { updateOrder } from "./operations/update-order.ts";
import { polledCustomers, polledOrders, polledSkus } from "./polled-types.ts";
import { ReferenceDataCache } from "./reference-data-cache.ts";
import { kenticoSettings, kenticoSettingsOf } from "./settings.ts";
import { kenticoWebhook } from "./webhook.ts";
import { kenticoCustomer } from "./wire/kentico-customer.ts";
import { kenticoOrder } from "./wire/kentico-order.ts";
import { kenticoSku } from "./wire/kentico-sku.ts";
import { orderUpdate } from "./wire/order-update.ts";

const minuteMs = 60_000;

function kenticoEntities(): Connector["entities"] {
  const reference = new ReferenceDataCache();
  const reading = readOrder(reference);
  return {
    order: defineEntity({
      name: "order",
      canonical: "order",
      wire: kenticoOrder,
      draft: orderUpdate,
      idOf: (order) => String(order.OrderID),
      mappings: { toCanonical: "kentico-order-to-canonical" },
      read: reading,
      update: updateOrder({ reference, readOrder: reading }),
    }),
    customer: defineEntity({
      name: "customer",
      canonical: "customer",
      wire: kenticoCustomer,
      idOf: (customer) => String(customer.CustomerID),
      mappings: { toCanonical: "kentico-customer-to-canonical" },
      read: readCustomer(reference),
    }),
    item: defineEntity({
      name: "sku",
      canonical: "item",
      wire: kenticoSku,
      idOf: (sku) => String(sku.SKUID),
      mappings: { toCanonical: "kentico-sku-to-canonical" },
      read: readItem(reference),
    }),
  };
}

/** Makes the connector with a cache of its own; tests make their own to share nothing. */
export function createKentico(): Connector {
  return {
    id: "kentico",
    title: "Kentico Xperience",
    settings: kenticoSettings,
    secrets: {
      password: { title: "Password of the Kentico user", required: true },
      webhookSecret: { title: "Secret that signs webhooks (whsec_...)", required: false },
    },
    auth: kenticoAuth,
    baseUrl: (settings) => kenticoSettingsOf(settings).baseUrl.replace(/\/+$/, ""),
    entities: kenticoEntities(),
    webhook: kenticoWebhook,
    polls: [
      changePoll(polledOrders, 5 * minuteMs),
      changePoll(polledCustomers, 15 * minuteMs),
      changePoll(polledSkus, 15 * minuteMs),
    ],
    limits: { perSecond: 10, burst: 20, concurrency: 4, timeoutMs: 30_000, settleMs: 180_000 },
    mappings: loadMappings(import.meta.url, [
      "./mappings/order-to-canonical.yaml",
      "./mappings/customer-to-canonical.yaml",
      "./mappings/sku-to-canonical.yaml",
    ]),
    lookups: kenticoLookups,
    probe: async (context) => void (await getServiceDocument(context)),
    test: testKentico,
  };
}

export const kentico: Connector = createKentico();
