// Writes back to an order: its status, paid flag, tracking number and the shop's own columns.

import type { z } from "zod";
import {
  type CallContext,
  defineOperation,
  type Operation,
} from "../../../connector-kit/operation.ts";
import { IntegrationError } from "../../../core/errors.ts";
import type { JsonObject } from "../../../core/json.ts";

import { getObject, putObject } from "../client.ts";
import type { ReferenceDataCache } from "../reference-data-cache.ts";
import type { KenticoOrder } from "../wire/kentico-order.ts";
import { kenticoOrder } from "../wire/kentico-order.ts";
import { type OrderUpdate, orderUpdate } from "../wire/order-update.ts";
import { recordKey } from "../wire/record-key.ts";

type ReadOrder = Operation<{ id: string }, KenticoOrder>;

async function statusId(
  reference: ReferenceDataCache,
  context: CallContext,
  name: string,
): Promise<number> {
  const statusCalled = (statuses: Iterable<{ StatusID: number; StatusName: string }>) =>
    [...statuses].find((each) => each.StatusName.toLowerCase() === name.toLowerCase());
  const data = await reference.get(context, ({ statuses }) =>
    statusCalled(statuses.values()) ? [] : [`status ${name}`],
  );
  const status = statusCalled(data.statuses.values());
  if (status) return status.StatusID;
  throw new IntegrationError("RECORD_NOT_FOUND", `The shop has no order status "${name}".`, {
    hint: "Statuses are the shop's own. Use the code name shown in Store configuration > Order status.",
  });
}

function columnsOf(draft: OrderUpdate, orderStatusId: number | undefined): JsonObject {
  const { OrderIsPaid, OrderTrackingNumber, CustomColumns = {} } = draft;
  return {
    ...CustomColumns,
    ...(OrderIsPaid === undefined ? {} : { OrderIsPaid }),
    ...(OrderTrackingNumber === undefined ? {} : { OrderTrackingNumber }),
    ...(orderStatusId === undefined ? {} : { OrderStatusID: orderStatusId }),
  };
}

/** What differs from the row; writing what is there already would only raise events. */
function changesOf(row: JsonObject, wanted: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => (row[name] ?? null) !== value),
  );
}

interface UpdateOrderParts {
  reference: ReferenceDataCache;
  readOrder: ReadOrder;
}

/** Throws RECORD_NOT_FOUND (order or status), REFUSED_BY_SYSTEM (a column does not exist). */
export function updateOrder({
  reference,
  readOrder,
}: UpdateOrderParts): Operation<{ id: string; draft: OrderUpdate }, KenticoOrder> {
  return defineOperation({
    id: "kentico.order.update",
    title: "Update order",
    input: recordKey.extend({ draft: orderUpdate }) as z.ZodType<{
      id: string;
      draft: OrderUpdate;
    }>,
    output: kenticoOrder,
    idempotency: { kind: "absolute-update" },
    scopes: ["ModifyOrders"],
    examples: [
      {
        title: "Note the invoice on the order",
        input: { id: "1042", draft: { CustomColumns: { OrderFreshBooksInvoiceID: "454063" } } },
      },
    ],
    counterExamples: [
      {
        input: { id: "1042", draft: { CustomColumns: { OrderTotalPrice: 1 } } },
        reason: "Totals belong to the shop; Kentico would store any number without a check.",
      },
    ],
    async run({ id, draft }, context) {
      const { OrderStatusName: name } = draft;
      const status = name === undefined ? undefined : await statusId(reference, context, name);
      const key = { type: "ecommerce.order", id };
      const changes = changesOf(await getObject(context, key), columnsOf(draft, status));
      if (Object.keys(changes).length > 0) await putObject(context, key, changes);
      return readOrder.run({ id }, context);
    },
  });
}
