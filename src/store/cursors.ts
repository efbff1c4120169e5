// Cursors of polling: where each trigger goes on, when, and who is polling it right now.

import { sql } from "kysely";
import { IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { toJsonb } from "./jsonb.ts";
import type { Db, Row } from "./schema.ts";

export type Cursor = Row<"cursor">;

export interface CursorKey {
  connectionId: string;
  triggerId: string;
}

/** All cursors, of one connection or of all. */
export async function listCursors(db: Db, connectionId?: string): Promise<Cursor[]> {
  return db
    .selectFrom("cursor")
    .selectAll()
    .$if(connectionId !== undefined, (query) =>
      query.where("connection_id", "=", connectionId ?? ""),
    )
    .orderBy("connection_id")
    .orderBy("trigger_id")
    .execute();
}

/** Throws NOT_FOUND. */
export async function findCursor(db: Db, key: CursorKey): Promise<Cursor> {
  const found = await db
    .selectFrom("cursor")
    .selectAll()
    .where("connection_id", "=", key.connectionId)
    .where("trigger_id", "=", key.triggerId)
    .executeTakeFirst();
  if (found !== undefined) return found;
  throw new IntegrationError("NOT_FOUND", `The trigger "${key.triggerId}" is not polled.`);
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

/** Notes a poll that worked. Call it in the transaction that stores the poll's events. */
export async function finishPoll(
  db: Db,
  key: CursorKey,
  poll: { cursor: JsonObject; polledAt: Date; nextPollAt: Date },
): Promise<void> {
  await db
    .updateTable("cursor")
    .set({
      cursor: toJsonb(poll.cursor),
      last_polled_at: poll.polledAt,
      next_poll_at: poll.nextPollAt,
      last_error: null,
      leased_until: null,
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

/** Moves a cursor by hand: null reads everything again, which is harmless but long. Throws NOT_FOUND. */
export async function resetCursor(
  db: Db,
  key: CursorKey,
  next: { cursor: JsonObject | null; nextPollAt: Date },
): Promise<void> {
  await findCursor(db, key);
  await db
    .updateTable("cursor")
    .set({
      cursor: next.cursor === null ? null : toJsonb(next.cursor),
      next_poll_at: next.nextPollAt,
      last_error: null,
    })
    .where("connection_id", "=", key.connectionId)
    .where("trigger_id", "=", key.triggerId)
    .execute();
}

/** Ends polling a trigger. */
export async function removeCursor(db: Db, key: CursorKey): Promise<void> {
  await db
    .deleteFrom("cursor")
    .where("connection_id", "=", key.connectionId)
    .where("trigger_id", "=", key.triggerId)
    .execute();
}
