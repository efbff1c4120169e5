// Runs that need a person. They never expire by themselves.

import { sql } from "kysely";
import { idPattern, onlyRow } from "./id-beginning.ts";
import { toJsonb } from "./jsonb.ts";
import type { Db, Row } from "./schema.ts";

export interface NewDeadLetter {
  id: string;
  runId: string;
  errorClass: string;
  code: string;
  message: string;
  hint: string;
  stepPath: string | null;
  fingerprint: string;
  payload: unknown;
  request: unknown;
  answer: unknown;
  details: unknown;
  record: unknown;
}

/** Opens dead letters; one that was being replayed is closed, as the new one tells what is wrong now. */
export async function openDeadLetters(db: Db, letters: readonly NewDeadLetter[]): Promise<void> {
  if (letters.length === 0) return;
  const runIds = letters.map((letter) => letter.runId);
  await closeDeadLetters(db, runIds, { status: "resolved", by: "replay", note: "failed again" });
  await db
    .insertInto("dead_letter")
    .values(
      letters.map((letter) => ({
        id: letter.id,
        run_id: letter.runId,
        status: "open" as const,
        error_class: letter.errorClass,
        code: letter.code,
        message: letter.message,
        hint: letter.hint,
        step_path: letter.stepPath,
        fingerprint: letter.fingerprint,
        payload: toJsonb(letter.payload),
        request: letter.request === null ? null : toJsonb(letter.request),
        answer: letter.answer === null ? null : toJsonb(letter.answer),
        details: toJsonb(letter.details),
        record: letter.record === null ? null : toJsonb(letter.record),
      })),
    )
    .execute();
}

/** Closes what is open or being replayed for these runs. */
export async function closeDeadLetters(
  db: Db,
  runIds: readonly string[],
  closing: { status: "resolved" | "discarded"; by: string; note: string | null },
): Promise<void> {
  if (runIds.length === 0) return;
  await db
    .updateTable("dead_letter")
    .set({
      status: closing.status,
      closed_at: sql<Date>`ledgerline.instant()`,
      closed_by: closing.by,
      note: closing.note,
    })
    .where("run_id", "in", [...runIds])
    .where("status", "in", ["open", "replaying"])
    .execute();
}

export async function markReplaying(db: Db, id: string): Promise<void> {
  await db.updateTable("dead_letter").set({ status: "replaying" }).where("id", "=", id).execute();
}

export interface DeadLetterFilter {
  status?: Row<"dead_letter">["status"] | undefined;
  code?: string | undefined;
  limit: number;
}

/** Newest first. */
export async function listDeadLetters(
  db: Db,
  filter: DeadLetterFilter,
): Promise<Row<"dead_letter">[]> {
  let query = db
    .selectFrom("dead_letter")
    .selectAll()
    .orderBy("opened_at", "desc")
    .limit(filter.limit);
  if (filter.status) query = query.where("status", "=", filter.status);
  if (filter.code) query = query.where("code", "=", filter.code);
  return query.execute();
}

/** A dead letter by its id, or by a beginning of it that no other shares: else throws REQUEST_INVALID. */
export async function findDeadLetter(db: Db, id: string): Promise<Row<"dead_letter"> | undefined> {
  const pattern = idPattern(id);
  if (pattern === null) return undefined;
  const rows = await db
    .selectFrom("dead_letter")
    .selectAll()
    .where(sql<string>`id::text`, "like", pattern)
    .limit(2)
    .execute();
  return onlyRow(rows, "dead letters");
}
