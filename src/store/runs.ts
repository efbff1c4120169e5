// Runs: one flow working on one event, with its attempts and steps.

import { sql } from "kysely";
import type { JsonObject } from "../core/json.ts";
import { idPattern, onlyRow } from "./id-beginning.ts";
import { toJsonb } from "./jsonb.ts";
import type { Db, Row } from "./schema.ts";

export interface NewRun {
  id: string;
  eventId: string;
  flowId: string;
  flowVersion: number;
  connectionId: string;
  entity: string;
  entityId: string;
  subjectKey: string;
}

export async function insertRuns(db: Db, runs: readonly NewRun[]): Promise<void> {
  if (runs.length === 0) return;
  await sql`
    insert into ledgerline.run (id, event_id, flow_id, flow_version, connection_id, entity,
      entity_id, subject_key, status, next_action_at)
    select id, "eventId", "flowId", "flowVersion", "connectionId", entity, "entityId",
      "subjectKey", 'queued', ledgerline.instant()
    from jsonb_to_recordset(${toJsonb(runs)}::jsonb) as r(id uuid, "eventId" uuid, "flowId" text,
      "flowVersion" int, "connectionId" uuid, entity text, "entityId" text, "subjectKey" text)`.execute(
    db,
  );
}

export interface ClaimedRow {
  id: string;
  fence: number;
  flow_id: string;
  connection_id: string;
  entity: string;
  entity_id: string;
  attempts: number;
  claims: number;
  uncertain_since: Date | null;
  first_attempt_at: Date;
  payload: JsonObject | null;
  approved_writes: string[] | null;
  event_id: string;
  event_type: string;
  event_data: JsonObject;
}

/**
 * Marks runs as being worked on. A claim left over from before means that a worker died with the run:
 * whatever that attempt may have sent is uncertain from now on, also for later runs of its subject.
 */
export async function markClaimed(db: Db, ids: readonly string[]): Promise<ClaimedRow[]> {
  const { rows } = await sql<ClaimedRow>`
    update ledgerline.run r set
      status = 'running',
      fence = r.fence + 1,
      claims = r.claims + 1,
      claimed_at = ledgerline.instant(),
      next_action_at = ledgerline.instant(),
      first_attempt_at = coalesce(r.first_attempt_at, ledgerline.instant()),
      uncertain_since = case when r.claims > 0 then ledgerline.instant()
        else (select max(s.uncertain_since) from ledgerline.run s where s.subject_key = r.subject_key) end
    from ledgerline.event e
    where r.event_id = e.id and r.id = any(${[...ids]}::uuid[])
    returning r.id, r.fence, r.flow_id, r.connection_id, r.entity, r.entity_id, r.attempts, r.claims,
      r.uncertain_since, r.first_attempt_at, r.payload, r.approved_writes,
      e.id as event_id, e.type as event_type, e.data as event_data`.execute(db);
  return rows;
}

/** A run as its next claim would find it, without claiming it. */
export async function readAsClaimed(db: Db, id: string): Promise<ClaimedRow> {
  return db
    .selectFrom("run")
    .innerJoin("event", "event.id", "run.event_id")
    .selectAll("run")
    .select([
      "event.type as event_type",
      "event.data as event_data",
      sql<Date>`coalesce(run.first_attempt_at, ledgerline.instant())`.as("first_attempt_at"),
    ])
    .where("run.id", "=", id)
    .executeTakeFirstOrThrow();
}

/** What an attempt changes of its run. */
export interface RunChange {
  id: string;
  fence: number;
  status: Row<"run">["status"];
  outcome: Row<"run">["outcome"];
  reason_code: string | null;
  reason: string | null;
  next_action_at: Date | null;
  attempts: number;
  finished: boolean;
  /** It waits without having used up an attempt: the time allowed for trying begins anew. */
  parked: boolean;
  record: JsonObject | null;
}

/**
 * Writes results; gives the ids of the runs whose claim still held. The others are left alone, also those
 * that this very claim has ended before, as when the answer to a commit was lost.
 */
export async function finishRuns(db: Db, changes: readonly RunChange[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    update ledgerline.run r set
      status = x.status, outcome = x.outcome, reason_code = x.reason_code, reason = x.reason,
      next_action_at = x.next_action_at, attempts = x.attempts, claims = 0,
      finished_at = case when x.finished then ledgerline.instant() end,
      first_attempt_at = case when not x.parked then r.first_attempt_at end,
      record = coalesce(x.record, r.record)
    from jsonb_to_recordset(${toJsonb(changes)}::jsonb) as x(
      id uuid, fence int, status text, outcome text, reason_code text, reason text,
      next_action_at timestamptz, attempts int, finished boolean, parked boolean, record jsonb)
    where r.id = x.id and r.fence = x.fence and r.status = 'running'
    returning r.id`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** Ends dead runs whose record a later run has brought. */
export async function supersedeRuns(db: Db, ids: readonly string[]): Promise<void> {
  await db
    .updateTable("run")
    .set({
      status: "done",
      outcome: "superseded",
      reason_code: null,
      reason: "A later run brought the same record.",
      finished_at: sql<Date>`ledgerline.instant()`,
    })
    .where("id", "in", [...ids])
    .where("status", "=", "dead")
    .execute();
}

/** What one attempt did, step by step; `run_step` shows each as a row. */
export interface NewTrace {
  runId: string;
  attempt: number;
  steps: readonly {
    path: string;
    kind: string;
    title: string;
    status: string;
    startedAt: Date;
    durationMs: number;
    detail: unknown;
    error: unknown;
  }[];
}

export async function insertTraces(db: Db, traces: readonly NewTrace[]): Promise<void> {
  if (traces.length === 0) return;
  await db
    .insertInto("run_trace")
    .values(
      traces.map(({ runId, attempt, steps }) => ({
        run_id: runId,
        attempt,
        steps: toJsonb(steps),
      })),
    )
    .execute();
}

export interface RunFilter {
  status?: Row<"run">["status"] | undefined;
  flowId?: string | undefined;
  /** Order number, customer or source id. */
  text?: string | undefined;
  limit: number;
}

/** Newest first. */
export async function listRuns(db: Db, filter: RunFilter): Promise<Row<"run">[]> {
  let query = db.selectFrom("run").selectAll().orderBy("created_at", "desc").limit(filter.limit);
  if (filter.status) query = query.where("status", "=", filter.status);
  if (filter.flowId) query = query.where("flow_id", "=", filter.flowId);
  const { text } = filter;
  if (text) {
    query = query.where((eb) =>
      eb.or([
        eb("entity_id", "=", text),
        eb(sql<string>`record->>'number'`, "=", text),
        eb(sql<string>`record->>'customer'`, "ilike", `%${text}%`),
      ]),
    );
  }
  return query.execute();
}

/** A run by its id, or by a beginning of it that no other shares: else throws REQUEST_INVALID. */
export async function findRun(db: Db, id: string): Promise<Row<"run"> | undefined> {
  const pattern = idPattern(id);
  if (pattern === null) return undefined;
  const rows = await db
    .selectFrom("run")
    .selectAll()
    .where(sql<string>`id::text`, "like", pattern)
    .limit(2)
    .execute();
  return onlyRow(rows, "runs");
}

export async function listSteps(db: Db, runId: string): Promise<Row<"run_step">[]> {
  return db
    .selectFrom("run_step")
    .selectAll()
    .where("run_id", "=", runId)
    .orderBy("attempt")
    .orderBy("seq")
    .execute();
}

/** Runs waiting because of a connection, so that they can go on when it is back. */
export async function listWaitingRuns(db: Db, reasonCode: string): Promise<Row<"run">[]> {
  return db
    .selectFrom("run")
    .selectAll()
    .where("status", "=", "waiting")
    .where("reason_code", "=", reasonCode)
    .execute();
}

/** Later runs of the same subject that wait behind this one. */
export async function countBehind(db: Db, run: Row<"run">): Promise<number> {
  const { count } = await db
    .selectFrom("run")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("subject_key", "=", run.subject_key)
    .where("status", "in", ["queued", "waiting"])
    .where("created_at", ">", run.created_at)
    .executeTakeFirstOrThrow();
  return Number(count);
}
