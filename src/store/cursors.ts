// Cursors of polling: where each trigger goes on, when, and who is polling it right now.

import { sql } from "kysely";
import type { JsonObject } from "../core/json.ts";
import { toJsonb } from "./jsonb.ts";
import type { Db, Row } from "./schema.ts";

export type Cursor = Row<"cursor">;

export interface CursorKey {
  connectionId: string;
  triggerId: string;
}

/** The cursors of all connections. */
export async function listCursors(db: Db): Promise<Cursor[]> {
  return db
    .selectFrom("cursor")
    .selectAll()
    .orderBy("connection_id")
    .orderBy("trigger_id")
    .execute();
}

/** Begins polling a trigger; one that is polled already goes on as it was. */
export async function addCursor(db: Db, key: CursorKey, nextPollAt: Date): Promise<void> {
  await db
    .insertInto("cursor")
    .values({
      connection_id: key.connectionId,
      trigger_id: key.triggerId,
      next_poll_at: nextPollAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Takes due cursors of active connections for `leaseMs`: until then no other process polls them.
 * Processes that ask at the same time get different ones.
 */
export async function claimDueCursors(
  db: Db,
  { now, leaseMs, limit }: { now: Date; leaseMs: number; limit: number },
): Promise<Cursor[]> {
  const due = db
    .selectFrom("cursor")
    .innerJoin("connection", "connection.id", "cursor.connection_id")
    .select(["cursor.connection_id", "cursor.trigger_id"])
    .where("connection.status", "=", "active")
    .where("next_poll_at", "<=", now)
    .where((is) => is.or([is("leased_until", "is", null), is("leased_until", "<=", now)]))
    .orderBy("next_poll_at")
    .limit(limit)
    .forUpdate("cursor")
    .skipLocked();
  return db
    .updateTable("cursor")
    .set({ leased_until: new Date(now.getTime() + leaseMs) })
    .where(({ refTuple }) => sql`${refTuple("connection_id", "trigger_id")} in ${due}`)
    .returningAll()
    .execute();
}

/**
 * Notes a page that was polled; `leasedUntil` while more pages follow. Call it in the transaction that
 * stores the page's events.
 */
export async function finishPoll(
  db: Db,
  key: CursorKey,
  poll: { cursor: JsonObject; polledAt: Date; nextPollAt: Date; leasedUntil?: Date },
): Promise<void> {
  await db
    .updateTable("cursor")
    .set({
      cursor: toJsonb(poll.cursor),
      last_polled_at: poll.polledAt,
      next_poll_at: poll.nextPollAt,
      last_error: null,
      leased_until: poll.leasedUntil ?? null,
    })
    .where("connection_id", "=", key.connectionId)
    .where("trigger_id", "=", key.triggerId)
    .execute();
}

/** Notes a poll that failed; the cursor stays where it was. */
export async function failPoll(
  db: Db,
  key: CursorKey,
  failure: { error: JsonObject; nextPollAt: Date },
): Promise<void> {
  await db
    .updateTable("cursor")
    .set({
      last_error: toJsonb(failure.error),
      next_poll_at: failure.nextPollAt,
      leased_until: null,
    })
    .where("connection_id", "=", key.connectionId)
    .where("trigger_id", "=", key.triggerId)
    .execute();
}
