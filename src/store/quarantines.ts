// Quarantine after a restore: what may have been sent that the restored database does not know of, and how
// much of it has yet to come up again.

import { sql } from "kysely";
import type { Db, Row } from "./schema.ts";

export type Quarantine = Row<"quarantine">;

export async function findActiveQuarantine(db: Db): Promise<Quarantine | undefined> {
  return db.selectFrom("quarantine").selectAll().where("lifted_at", "is", null).executeTakeFirst();
}

export interface NewQuarantine {
  id: string;
  reason: string;
  /** Work since then may be missing. */
  lostSince: Date;
}

/**
 * Begins a quarantine whose doubt reaches up to now; one that is active is widened instead. Whatever has
 * not ended yet carries the doubt by itself from now on, also when the quarantine is lifted.
 */
export async function beginQuarantine(trx: Db, quarantine: NewQuarantine): Promise<void> {
  const { id, reason, lostSince } = quarantine;
  await sql`
    insert into ledgerline.quarantine as q (id, reason, lost_since, uncertain_until)
    values (${id}, ${reason}, ${lostSince}, ledgerline.instant())
    on conflict ((true)) where lifted_at is null do update set
      reason = excluded.reason,
      lost_since = least(q.lost_since, excluded.lost_since),
      uncertain_until = excluded.uncertain_until,
      caught_up_at = null`.execute(trx);
  await doubtUnfinishedRuns(trx);
  await pollEverythingNow(trx);
}

/** Also dead letters: whoever replays one after the quarantine must look first all the same. */
async function doubtUnfinishedRuns(trx: Db): Promise<void> {
  await sql`
    update ledgerline.run r
    set uncertain_since = greatest(r.uncertain_since, q.uncertain_until)
    from ledgerline.quarantine q
    where q.lifted_at is null and r.status not in ('done', 'discarded')`.execute(trx);
}

/** The cursors were restored too, so polling begins where it stood at the backup: lost events come again. */
async function pollEverythingNow(trx: Db): Promise<void> {
  await trx
    .updateTable("cursor")
    .set({ next_poll_at: sql<Date>`ledgerline.instant()`, leased_until: null })
    .execute();
}

export interface QuarantineRest {
  /** Polls that have not yet gone through what changed before the restore. */
  polls: number;
  /** Runs that were there when polling had caught up, and have not ended. */
  runs: number;
}

/** What has yet to come up again before nothing can be made twice any more. */
export async function readQuarantineRest(db: Db): Promise<QuarantineRest> {
  const { rows } = await sql<QuarantineRest>`
    select
      (select count(*)::int from ledgerline.cursor c where c.last_polled_at is null
        or c.last_polled_at <= q.uncertain_until or c.next_poll_at <= c.last_polled_at) as polls,
      (select count(*)::int from ledgerline.run r where r.status in ('queued', 'running', 'waiting')
        and r.created_at <= coalesce(q.caught_up_at, 'infinity')) as runs
    from ledgerline.quarantine q where q.lifted_at is null`.execute(db);
  return rows[0] ?? { polls: 0, runs: 0 };
}

/** Notes that polling has caught up: events after this instant are not about lost work. */
export async function noteCaughtUp(db: Db): Promise<void> {
  await db
    .updateTable("quarantine")
    .set({ caught_up_at: sql<Date>`ledgerline.instant()` })
    .where("lifted_at", "is", null)
    .where("caught_up_at", "is", null)
    .execute();
}

/** Ends the quarantine; false when none is active. What has not ended keeps its doubt. */
export async function liftQuarantine(
  trx: Db,
  { by, note }: { by: string; note: string | null },
): Promise<boolean> {
  await doubtUnfinishedRuns(trx);
  const { numUpdatedRows } = await trx
    .updateTable("quarantine")
    .set({ lifted_at: sql<Date>`ledgerline.instant()`, lifted_by: by, note })
    .where("lifted_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
