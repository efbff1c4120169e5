// The database's own count of time at work. It only rises, so a lower one than was seen before means that
// the database was restored from a backup.

import { sql } from "kysely";
import type { Db } from "./schema.ts";

export interface Heartbeat {
  beats: number;
  /** Instant of the last beat: a restored database has what was committed up to about then. */
  at: Date;
}

export async function readHeartbeat(db: Db): Promise<Heartbeat> {
  const row = await db.selectFrom("heartbeat").selectAll().executeTakeFirstOrThrow();
  return { beats: Number(row.beats), at: row.beaten_at };
}

/** Raises the count, at least above `above`; on disk when it resolves. */
export async function beat(db: Db, above: number): Promise<Heartbeat> {
  const { rows } = await sql<{ beats: string; beaten_at: Date }>`
    update ledgerline.heartbeat set beats = greatest(beats, ${above}) + 1, beaten_at = ledgerline.instant()
    returning beats, beaten_at`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("The heartbeat has one row.");
  return { beats: Number(row.beats), at: row.beaten_at };
}
