// What a person decides about runs that are held before they post.

import { sql } from "kysely";
import { IntegrationError } from "../../core/errors.ts";
import { toJsonb } from "../../store/jsonb.ts";
import { closeReviewItem, findReviewItem, type ReviewItem } from "../../store/review-items.ts";
import type { Db } from "../../store/schema.ts";
import type { Desk } from "../letters/desk.ts";

/** An item by its id or the beginning of it; throws NOT_FOUND. */
export async function reviewItem(db: Db, id: string): Promise<ReviewItem> {
  const found = await findReviewItem(db, id);
  if (found) return found;
  throw new IntegrationError("NOT_FOUND", `There is no review item "${id}".`);
}

type Verdict = Parameters<typeof closeReviewItem>[2];

/** Closes the item and keeps others from doing so too; throws REQUEST_INVALID when it was closed before. */
async function close(trx: Db, id: string, verdict: Verdict): Promise<ReviewItem> {
  const item = await reviewItem(trx, id);
  const closed = await closeReviewItem(trx, item.id, verdict);
  if (closed) return closed;
  const { status } = await reviewItem(trx, item.id);
  throw new IntegrationError("REQUEST_INVALID", `The review item ${item.id} is ${status} already.`);
}

/**
 * Lets the run post exactly what the item shows. Should it come to anything else when the run goes on,
 * nothing is posted and the run is held again.
 */
export async function approveReviewItem(
  { db, queue }: Desk,
  id: string,
  by: string,
): Promise<ReviewItem> {
  return db.transaction().execute(async (trx) => {
    const item = await close(trx, id, { status: "approved", by, note: null });
    const hashes = item.writes.map((write) => write["hash"]);
    await trx
      .updateTable("run")
      .set({
        status: "waiting",
        approved_writes: toJsonb(hashes),
        reason_code: null,
        reason: "It was approved.",
        next_action_at: sql<Date>`ledgerline.instant()`,
      })
      .where("id", "=", item.run_id)
      .execute();
    await queue.release(trx, [item.run_id]);
    return item;
  });
}

/** Ends the run without posting anything; later work of its subject goes on. */
export async function rejectReviewItem(
  { db, queue }: Desk,
  id: string,
  { by, note }: { by: string; note: string },
): Promise<ReviewItem> {
  return db.transaction().execute(async (trx) => {
    const item = await close(trx, id, { status: "rejected", by, note });
    await trx
      .updateTable("run")
      .set({
        status: "discarded",
        reason: `It was rejected: ${note}`,
        finished_at: sql<Date>`ledgerline.instant()`,
      })
      .where("id", "=", item.run_id)
      .execute();
    await queue.remove(trx, [item.run_id]);
    return item;
  });
}
