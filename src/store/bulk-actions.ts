// Actions on many dead letters. A letter says to which action it belongs and what became of it, so that
// progress is counted and can never differ from what happened.

import { sql } from "kysely";
import { type LetterFilter, lettersMatching } from "./dead-letters.ts";
import { idPattern, onlyRow } from "./id-beginning.ts";
import { toJsonb } from "./jsonb.ts";
import type { Db, Row } from "./schema.ts";

export type BulkAction = Row<"bulk_action">;

export interface NewBulkAction {
  id: string;
  kind: BulkAction["kind"];
  filter: LetterFilter;
  note: string | null;
  startedBy: string;
  canary: boolean;
  perMinute: number | null;
}

/** Stores an action and the letters it is about; gives how many. None belongs to two that are under way. */
export async function createBulkAction(trx: Db, action: NewBulkAction): Promise<number> {
  const ids = lettersMatching(trx, { ...action.filter, status: "open" })
    .select("dead_letter.id")
    .where(isFree)
    .forUpdate("dead_letter");
  const { numUpdatedRows } = await trx
    .updateTable("dead_letter")
    .set({ bulk_action_id: action.id })
    .where("id", "in", ids)
    .executeTakeFirstOrThrow();
  const total = Number(numUpdatedRows);
  await trx
    .insertInto("bulk_action")
    .values({
      id: action.id,
      kind: action.kind,
      status: "running",
      filter: toJsonb(action.filter),
      note: action.note,
      started_by: action.startedBy,
      canary: action.canary,
      per_minute: action.perMinute,
      total,
      created_at: sql<Date>`ledgerline.instant()`,
    })
    .execute();
  return total;
}

const isFree = sql<boolean>`not exists (select 1 from ledgerline.bulk_action a
  where a.id = dead_letter.bulk_action_id and a.status in ('running', 'paused'))`;

/** An action with what became of its letters so far. */
export interface BulkProgress extends BulkAction {
  done: number;
  failed: number;
  /** Being worked on. */
  replaying: number;
  /** Not begun yet. */
  open: number;
  /** Letters closed within the last minute. */
  rate_per_minute: number;
}

function progress(db: Db) {
  return db
    .selectFrom("bulk_action")
    .leftJoin("dead_letter", "dead_letter.bulk_action_id", "bulk_action.id")
    .selectAll("bulk_action")
    .select([
      sql<number>`count(*) filter (where resolution <> 'failed-again')::int`.as("done"),
      sql<number>`count(*) filter (where resolution = 'failed-again')::int`.as("failed"),
      sql<number>`count(*) filter (where dead_letter.status = 'replaying')::int`.as("replaying"),
      sql<number>`count(*) filter (where dead_letter.status = 'open')::int`.as("open"),
      sql<number>`count(*) filter (
        where dead_letter.closed_at > ledgerline.instant() - interval '1 minute')::int`.as(
        "rate_per_minute",
      ),
    ])
    .groupBy("bulk_action.id");
}

/** Newest first. */
export async function listBulkActions(db: Db, limit: number): Promise<BulkProgress[]> {
  return progress(db).orderBy("bulk_action.created_at", "desc").limit(limit).execute();
}

/** An action by its id, or by a beginning of it that no other shares: else throws REQUEST_INVALID. */
export async function findBulkAction(db: Db, id: string): Promise<BulkProgress | undefined> {
  const pattern = idPattern(id);
  if (pattern === null) return undefined;
  const rows = await progress(db)
    .where(sql<string>`bulk_action.id::text`, "like", pattern)
    .limit(2)
    .execute();
  return onlyRow(rows, "actions");
}

/** Whether there is anything to do; asked again and again, so it costs next to nothing. */
export async function isAnyActionRunning(db: Db): Promise<boolean> {
  const found = await db
    .selectFrom("bulk_action")
    .select("id")
    .where("status", "=", "running")
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Takes the running actions nobody else is working on, oldest first, until the transaction ends. */
export async function lockRunningActions(trx: Db): Promise<BulkAction[]> {
  return trx
    .selectFrom("bulk_action")
    .selectAll()
    .where("status", "=", "running")
    .orderBy("created_at")
    .limit(10)
    .forUpdate()
    .skipLocked()
    .execute();
}

export type BulkLetter = Pick<Row<"dead_letter">, "id" | "run_id" | "subject_key">;

/** Takes open letters of an action that nobody else holds, oldest first. */
export async function lockOpenLetters(trx: Db, id: string, limit: number): Promise<BulkLetter[]> {
  return trx
    .selectFrom("dead_letter")
    .select(["id", "run_id", "subject_key"])
    .where("bulk_action_id", "=", id)
    .where("status", "=", "open")
    .orderBy("opened_at")
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

export interface LettersInFlight {
  replaying: number;
  open: number;
  /** Begun within the span. */
  begun: number;
}

export async function countInFlight(
  db: Db,
  id: string,
  spanSeconds: number,
): Promise<LettersInFlight> {
  return db
    .selectFrom("dead_letter")
    .select([
      sql<number>`count(*) filter (where status = 'replaying')::int`.as("replaying"),
      sql<number>`count(*) filter (where status = 'open')::int`.as("open"),
      sql<number>`count(*) filter (
        where replayed_at > ledgerline.instant() - ${spanSeconds} * interval '1 second')::int`.as(
        "begun",
      ),
    ])
    .where("bulk_action_id", "=", id)
    .executeTakeFirstOrThrow();
}

export async function setCanaryLetter(db: Db, id: string, letterId: string): Promise<void> {
  await db
    .updateTable("bulk_action")
    .set({ canary_letter_id: letterId })
    .where("id", "=", id)
    .execute();
}

/** Changes the state of an action, if it is in one of `from`; gives whether it was. */
export async function setBulkStatus(
  db: Db,
  id: string,
  change: { from: readonly BulkAction["status"][]; to: BulkAction["status"] },
): Promise<boolean> {
  const isOver = change.to !== "running" && change.to !== "paused";
  const changed = await db
    .updateTable("bulk_action")
    .set({
      status: change.to,
      finished_at: isOver ? sql<Date>`ledgerline.instant()` : null,
    })
    .where("id", "=", id)
    .where("status", "in", [...change.from])
    .returning("id")
    .executeTakeFirst();
  return changed !== undefined;
}
