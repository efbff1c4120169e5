// What runs have written, read back in order to undo it.

import { sql } from "kysely";
import type { Db, Row } from "./schema.ts";

/** A record that a run made or changed, as its trace tells. */
export interface TracedWrite {
  run_id: string;
  /** Canonical message, such as "invoice". */
  message: string;
  /** The other system's id. */
  id: string;
  outcome: "created" | "adopted" | "updated";
}

/** All writes of runs, oldest first. */
export async function listTracedWrites(db: Db, runIds: readonly string[]): Promise<TracedWrite[]> {
  const { rows } = await sql<TracedWrite>`
    select s.run_id, s.detail->>'message' as message, s.detail->>'id' as id,
      s.detail->>'outcome' as outcome
    from ledgerline.run_step s join ledgerline.run r on r.id = s.run_id
    where s.run_id = any(${[...runIds]}::uuid[]) and s.kind = 'write' and s.status = 'done'
      and s.detail->>'outcome' in ('created', 'adopted', 'updated')
    order by s.started_at, r.id, s.attempt, s.seq`.execute(db);
  return rows;
}

/** Ids of all runs of a subject. */
export async function listRunsOfSubject(db: Db, subjectKey: string): Promise<string[]> {
  const rows = await db
    .selectFrom("run")
    .select("id")
    .where("subject_key", "=", subjectKey)
    .execute();
  return rows.map((row) => row.id);
}

export interface LinkTarget {
  connectionIds: readonly string[];
  toIds: readonly string[];
}

/** Links that lead to records of these ids. */
export async function findLinksTo(
  db: Db,
  { connectionIds, toIds }: LinkTarget,
): Promise<Row<"link">[]> {
  if (connectionIds.length === 0 || toIds.length === 0) return [];
  return db
    .selectFrom("link")
    .selectAll()
    .where("to_connection_id", "in", [...connectionIds])
    .where("to_id", "in", [...toIds])
    .execute();
}

/** Forgets that a shared record stands for a key, so that the next source makes a new one. */
export async function forgetNaturalKey(
  db: Db,
  record: { connectionId: string; entity: string; toId: string },
): Promise<void> {
  await db
    .deleteFrom("natural_key")
    .where("connection_id", "=", record.connectionId)
    .where("entity", "=", record.entity)
    .where("to_id", "=", record.toId)
    .execute();
}
