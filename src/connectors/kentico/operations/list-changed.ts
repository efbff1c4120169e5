// Lists rows of a type by the time of their last change: a page of keys, not whole records.

import { z } from "zod";
import {
  type CallContext,
  defineOperation,
  type Operation,
} from "../../../connector-kit/operation.ts";
import { ensureError } from "../../../core/errors.ts";
import type { JsonObject } from "../../../core/json.ts";
import { asRow, type ListQuery, listObjects } from "../client.ts";
import type { PolledType } from "../polled-types.ts";
import { after } from "../where-clause.ts";
import type { Collection } from "../wrappers.ts";

const listChangedInput = z.strictObject({
  scope: z.enum(["site", "global"]),
  after: z
    .strictObject({ time: z.string(), id: z.int().min(0) })
    .nullable()
    .meta({ description: "Server-local time without offset, and id, to go on behind." }),
  newestFirst: z.boolean().default(false),
  limit: z.int().min(1).max(500).default(100),
});

/** One row that changed. */
export interface ChangedRow {
  id: number;
  guid: string;
  /** As the record has it: wall time with the server's offset. */
  modified: string;
}

const changedRow = z.object({ id: z.int(), guid: z.string(), modified: z.string() });
const listChangedOutput = z.object({ rows: z.array(changedRow), hasMore: z.boolean() });

export type ListChanged = Operation<
  z.infer<typeof listChangedInput>,
  z.infer<typeof listChangedOutput>
>;

/** A user of one site need not see global rows; that list then stays empty. */
async function list(context: CallContext, query: ListQuery): Promise<Collection> {
  try {
    return await listObjects(context, query);
  } catch (thrown) {
    const isOutOfBounds = query.scope === "global" && ensureError(thrown).code === "NOT_PERMITTED";
    if (isOutOfBounds) return { records: [], totalRecords: 0 };
    throw thrown;
  }
}

/** Rows that were never modified carry no time and are left out. */
function changedRows(records: readonly JsonObject[], polled: PolledType): ChangedRow[] {
  return records
    .filter((record) => (record[polled.modifiedColumn] ?? null) !== null)
    .map((record) => {
      const { idColumn, guidColumn, modifiedColumn } = polled;
      const row = {
        id: record[idColumn],
        guid: record[guidColumn],
        modified: record[modifiedColumn],
      };
      return asRow(changedRow, row, `list of ${polled.type}`);
    });
}

export function listChanged(polled: PolledType): ListChanged {
  const { idColumn, guidColumn, modifiedColumn } = polled;
  return defineOperation({
    id: `kentico.${polled.name}.list-changed`,
    title: `List changed rows of ${polled.type}`,
    input: listChangedInput,
    output: listChangedOutput,
    idempotency: { kind: "safe" },
    examples: [
      {
        title: "The oldest hundred",
        input: { scope: "site", after: null, newestFirst: false, limit: 100 },
      },
    ],
    async run({ scope, after: position, newestFirst, limit }, context) {
      const direction = newestFirst ? " DESC" : "";
      const { records, totalRecords } = await list(context, {
        type: polled.type,
        scope,
        columns: [idColumn, guidColumn, modifiedColumn],
        orderBy: `${modifiedColumn}${direction},${idColumn}${direction}`,
        limit,
        ...(position && { where: after(modifiedColumn, idColumn, position) }),
      });
      return { rows: changedRows(records, polled), hasMore: totalRecords > records.length };
    },
  });
}
