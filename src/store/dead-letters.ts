// Runs that need a person. They never expire by themselves.

import { type SelectQueryBuilder, sql } from "kysely";
import { idPattern, onlyRow } from "./id-beginning.ts";
import { toJsonb } from "./jsonb.ts";
import type { Db, Row, Schema } from "./schema.ts";

export interface NewDeadLetter {
  id: string;
  runId: string;
  subjectKey: string;
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
  const failed = { resolution: "failed-again", by: "replay", note: "failed again" } as const;
  await closeDeadLetters(db, runIds, failed);
  await db
    .insertInto("dead_letter")
    .values(
      letters.map((letter) => ({
        id: letter.id,
        run_id: letter.runId,
        subject_key: letter.subjectKey,
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
        opened_at: sql<Date>`ledgerline.instant()`,
      })),
    )
    .execute();
}

export type Resolution = NonNullable<Row<"dead_letter">["resolution"]>;

/** Closes what is open or being replayed for these runs. */
export async function closeDeadLetters(
  db: Db,
  runIds: readonly string[],
  closing: { resolution: Resolution; by: string; note: string | null },
): Promise<void> {
  if (runIds.length === 0) return;
  await db
    .updateTable("dead_letter")
    .set({
      status: closing.resolution === "discarded" ? "discarded" : "resolved",
      resolution: closing.resolution,
      closed_at: sql<Date>`ledgerline.instant()`,
      closed_by: closing.by,
      note: closing.note,
    })
    .where("run_id", "in", [...runIds])
    .where("status", "in", ["open", "replaying"])
    .execute();
}

/** A run that is done, and whether the record it worked on is in step now. */
export interface DoneRun {
  id: string;
  subjectKey: string;
  succeeded: boolean;
}

/**
 * Resolves the letters of runs that are done and, where the record is in step now, the open ones of older
 * runs of the same subject: a run works on the current state, so there is nothing left to mend. Gives the
 * ids of those older runs. One statement, on a small index of what is open.
 */
export async function resolveDeadLetters(db: Db, runs: readonly DoneRun[]): Promise<string[]> {
  if (runs.length === 0) return [];
  const { rows } = await sql<{ run_id: string; resolution: Resolution }>`
    update ledgerline.dead_letter d set
      status = 'resolved',
      resolution = case when d.run_id = x.id then 'replayed' else 'by-itself' end,
      closed_at = ledgerline.instant(),
      closed_by = case when d.run_id = x.id then 'replay' else 'run ' || x.id end,
      note = case when d.run_id = x.id then null
        else 'resolved by itself: a later run brought the same record' end
    from jsonb_to_recordset(${toJsonb(runs)}::jsonb) as x(
      id uuid, "subjectKey" text, succeeded boolean)
    where d.subject_key = x."subjectKey" and d.status in ('open', 'replaying')
      and (d.run_id = x.id or (d.run_id < x.id and d.status = 'open' and x.succeeded))
    returning d.run_id, d.resolution`.execute(db);
  return rows.filter((row) => row.resolution === "by-itself").map((row) => row.run_id);
}

export async function markReplaying(db: Db, ids: readonly string[]): Promise<void> {
  await db
    .updateTable("dead_letter")
    .set({ status: "replaying", replayed_at: sql<Date>`ledgerline.instant()` })
    .where("id", "in", [...ids])
    .execute();
}

/** Which letters are meant; what is absent does not restrict. */
export interface LetterFilter {
  status?: Row<"dead_letter">["status"] | undefined;
  /** Error codes; a class of letters is a list of them. */
  codes?: readonly string[] | undefined;
  fingerprint?: string | undefined;
  flowId?: string | undefined;
  /** Connection the record came from. */
  connectionId?: string | undefined;
  /** Opened at least so long ago. */
  olderThanSeconds?: number | undefined;
  /** Part of the number, the customer or the message. */
  text?: string | undefined;
}

type LetterQuery = SelectQueryBuilder<Schema, "dead_letter" | "run", object>;

/** Letters with their runs, restricted by the filter. */
export function lettersMatching(db: Db, filter: LetterFilter): LetterQuery {
  let query: LetterQuery = db
    .selectFrom("dead_letter")
    .innerJoin("run", "run.id", "dead_letter.run_id");
  const { status, codes, fingerprint, flowId, connectionId, olderThanSeconds, text } = filter;
  if (status) query = query.where("dead_letter.status", "=", status);
  if (codes) query = query.where("dead_letter.code", "in", [...codes]);
  if (fingerprint) query = query.where("dead_letter.fingerprint", "=", fingerprint);
  if (flowId) query = query.where("run.flow_id", "=", flowId);
  if (connectionId) query = query.where("run.connection_id", "=", connectionId);
  if (olderThanSeconds !== undefined) {
    const latest = sql<Date>`ledgerline.instant() - ${olderThanSeconds} * interval '1 second'`;
    query = query.where("dead_letter.opened_at", "<=", latest);
  }
  return text ? withText(query, text) : query;
}

function withText(query: LetterQuery, text: string): LetterQuery {
  const pattern = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return query.where((eb) =>
    eb.or([
      eb(sql<string>`dead_letter.record->>'number'`, "ilike", pattern),
      eb(sql<string>`dead_letter.record->>'customer'`, "ilike", pattern),
      eb("dead_letter.message", "ilike", pattern),
    ]),
  );
}

/** Newest first. */
export async function listDeadLetters(
  db: Db,
  { limit, ...filter }: LetterFilter & { limit: number },
): Promise<Row<"dead_letter">[]> {
  return lettersMatching(db, filter)
    .selectAll("dead_letter")
    .orderBy("dead_letter.opened_at", "desc")
    .limit(limit)
    .execute();
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

/** Open letters of one cause. */
export interface LetterGroup {
  fingerprint: string;
  code: string;
  hint: string;
  count: number;
  oldest: Date;
  /** The oldest of them. */
  example: { id: string; message: string; record: Row<"dead_letter">["record"] };
  /** Sum of the records' amounts by currency, as exact decimals. */
  amounts: Record<string, string>;
}

/** Letters by cause, the most frequent first. */
export async function groupDeadLetters(db: Db, filter: LetterFilter): Promise<LetterGroup[]> {
  const rows = await lettersMatching(db, filter)
    .select([
      "dead_letter.fingerprint",
      sql<string>`min(dead_letter.code)`.as("code"),
      sql<number>`count(*)::int`.as("count"),
      sql<Date>`min(dead_letter.opened_at)`.as("oldest"),
      oldestOf<string>("id").as("id"),
      oldestOf<string>("message").as("message"),
      oldestOf<string>("hint").as("hint"),
      oldestOf<LetterGroup["example"]["record"]>("record").as("record"),
    ])
    .groupBy("dead_letter.fingerprint")
    .orderBy("count", "desc")
    .orderBy("oldest")
    .execute();
  const amounts = await sumAmounts(db, filter);
  return rows.map(({ id, message, record, ...group }) => ({
    ...group,
    example: { id, message, record },
    amounts: amounts.get(group.fingerprint) ?? {},
  }));
}

function oldestOf<T>(column: string) {
  const ref = sql.ref(`dead_letter.${column}`);
  return sql<T>`(array_agg(${ref} order by dead_letter.opened_at, dead_letter.id))[1]`;
}

async function sumAmounts(
  db: Db,
  filter: LetterFilter,
): Promise<ReadonlyMap<string, Record<string, string>>> {
  const currency = sql<string>`dead_letter.record->'amount'->>'currency'`;
  const rows = await lettersMatching(db, filter)
    .select([
      "dead_letter.fingerprint",
      currency.as("currency"),
      sql<string>`sum((dead_letter.record->'amount'->>'amount')::numeric)::text`.as("sum"),
    ])
    .where(currency, "is not", null)
    .groupBy(["dead_letter.fingerprint", currency])
    .orderBy("currency")
    .execute();
  const sums = new Map<string, Record<string, string>>();
  for (const { fingerprint, currency: code, sum } of rows) {
    sums.set(fingerprint, { ...sums.get(fingerprint), [code]: sum });
  }
  return sums;
}

/** How many open letters share the cause of this one, itself included. */
export async function countSimilar(db: Db, fingerprint: string): Promise<number> {
  const { count } = await lettersMatching(db, { status: "open", fingerprint })
    .select(sql<number>`count(*)::int`.as("count"))
    .executeTakeFirstOrThrow();
  return count;
}
