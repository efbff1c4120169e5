// Reads one order with everything that belongs to it.

import { defineOperation, type Operation } from "../../../connector-kit/operation.ts";
import { composeOrder, missingForOrder } from "../order-composition.ts";
import { readOrderParts } from "../order-parts.ts";
import type { ReferenceDataCache } from "../reference-data-cache.ts";
import { kenticoSettingsOf } from "../settings.ts";
import { type KenticoOrder, kenticoOrder } from "../wire/kentico-order.ts";
import { recordKey } from "../wire/record-key.ts";

/** Five calls for an order of known configuration. Throws RECORD_NOT_FOUND. */
export function readOrder(reference: ReferenceDataCache): Operation<{ id: string }, KenticoOrder> {
  return defineOperation({
    id: "kentico.order.read",
    title: "Read order",
    input: recordKey,
    output: kenticoOrder,
    idempotency: { kind: "safe" },
    scopes: ["ReadOrders", "ReadCustomers", "ReadProducts", "ConfigurationRead"],
    examples: [{ title: "An order by its id", input: { id: "1042" } }],
    counterExamples: [
      { input: { id: "K-1042" }, reason: "An order has no code name; only ids and GUIDs work." },
    ],
    async run({ id }, context) {
      const settings = kenticoSettingsOf(context.settings);
      const parts = await readOrderParts(context, id);
      const data = await reference.get(context, missingForOrder(parts, settings));
      return composeOrder({ parts, data, settings });
    },
  });
}
