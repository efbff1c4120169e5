// Puts right what waits for an instant that is far off again since the database's clock was set back.
// The queue's own part is in engine/queue.ts.

import { sql } from "kysely";
import type { Db } from "./schema.ts";

export async function readInstant(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select ledgerline.instant() as now`.execute(db);
  const [row] = rows;
  if (!row) throw new Error("The database did not tell its time.");
  return row.now;
}

/** True when something was received later than now: the clock was set back since. */
export async function isReceivedInFuture(db: Db, toleranceMs: number): Promise<boolean> {
  const { rows } = await sql<{ future: boolean | null }>`
    select max(received_at) > ledgerline.instant() + ${toleranceMs} * interval '1 millisecond' as future
    from ledgerline.event`.execute(db);
  return rows[0]?.future === true;
}

/** Makes due now what would else wait for the old time to come again; trying too early does no harm. */
export async function shortenWaits(db: Db): Promise<void> {
  await sql`
    update ledgerline.run set next_action_at = ledgerline.instant()
    where status in ('queued', 'waiting') and next_action_at > ledgerline.instant()`.execute(db);
  await sql`
    update ledgerline.cursor set next_poll_at = least(next_poll_at, ledgerline.instant()), leased_until = null
    where next_poll_at > ledgerline.instant() or leased_until > ledgerline.instant()`.execute(db);
  await sql`
    update ledgerline.throttle set booked_until = least(booked_until, ledgerline.instant()),
      paused_until = null, slowed_at = least(slowed_at, ledgerline.instant())`.execute(db);
  await sql`
    update ledgerline.circuit set version = version + 1, released_until = null,
      state = state || jsonb_build_object('slices', '[]'::jsonb, 'closedAtMs', null)
        || case when phase = 'closed' then '{}' else jsonb_build_object('probeAtMs',
          extract(epoch from ledgerline.instant()) * 1000) end`.execute(db);
  await sql`
    update ledgerline.natural_key set lease_until = ledgerline.instant()
    where lease_until > ledgerline.instant()`.execute(db);
}
