// Runs held before they post: what they would post, and what a person decided.

import { sql } from "kysely";
import type { JsonObject } from "../core/json.ts";
import { idPattern, onlyRow } from "./id-beginning.ts";
import { toJsonb } from "./jsonb.ts";
import type { Db, Row } from "./schema.ts";

export type ReviewItem = Row<"review_item">;

export interface NewReviewItem {
  id: string;
  runId: string;
  reason: string;
  writes: readonly JsonObject[];
  record: JsonObject | null;
}

export async function openReviewItems(db: Db, items: readonly NewReviewItem[]): Promise<void> {
  if (items.length === 0) return;
  await db
    .insertInto("review_item")
    .values(
      items.map((item) => ({
        id: item.id,
        run_id: item.runId,
        status: "waiting" as const,
        reason: item.reason,
        writes: toJsonb(item.writes),
        record: item.record === null ? null : toJsonb(item.record),
        opened_at: sql<Date>`ledgerline.instant()`,
      })),
    )
    .execute();
}

export interface ReviewFilter {
  status?: ReviewItem["status"] | undefined;
  flowId?: string | undefined;
  /** Part of the number or the customer. */
  text?: string | undefined;
  limit: number;
}

/** Oldest first: in the order in which they came. */
export async function listReviewItems(
  db: Db,
  { status, flowId, text, limit }: ReviewFilter,
): Promise<ReviewItem[]> {
  let query = db
    .selectFrom("review_item")
    .innerJoin("run", "run.id", "review_item.run_id")
    .selectAll("review_item")
    .orderBy("review_item.opened_at")
    .orderBy("review_item.id")
    .limit(limit);
  if (status) query = query.where("review_item.status", "=", status);
  if (flowId) query = query.where("run.flow_id", "=", flowId);
  if (text) {
    const pattern = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where((eb) =>
      eb.or([
        eb(sql<string>`review_item.record->>'number'`, "ilike", pattern),
        eb(sql<string>`review_item.record->>'customer'`, "ilike", pattern),
      ]),
    );
  }
  return query.execute();
}

/** An item by its id, or by a beginning of it that no other shares: else throws REQUEST_INVALID. */
export async function findReviewItem(db: Db, id: string): Promise<ReviewItem | undefined> {
  const pattern = idPattern(id);
  if (pattern === null) return undefined;
  const rows = await db
    .selectFrom("review_item")
    .selectAll()
    .where(sql<string>`id::text`, "like", pattern)
    .limit(2)
    .execute();
  return onlyRow(rows, "review items");
}

/** Closes an item; gives undefined when somebody else has done so before. */
export async function closeReviewItem(
  db: Db,
  id: string,
  closing: { status: "approved" | "rejected"; by: string; note: string | null },
): Promise<ReviewItem | undefined> {
  return db
    .updateTable("review_item")
    .set({
      status: closing.status,
      closed_at: sql<Date>`ledgerline.instant()`,
      closed_by: closing.by,
      note: closing.note,
    })
    .where("id", "=", id)
    .where("status", "=", "waiting")
    .returningAll()
    .executeTakeFirst();
}
