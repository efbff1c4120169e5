// Throttles: how much of a connection's rate is given out, shared by all processes. A booking of several
// calls is one statement; what it got is spaced out in memory.

import { sql } from "kysely";
import type { Db } from "./schema.ts";

export interface BookingRequest {
  /** How many calls are wanted. */
  calls: number;
  /** Calls a second that are allowed now. */
  perSecond: number;
  /** Nothing is booked when the next call would fit only later than this. */
  longestWaitMs: number;
}

export interface Booking {
  /** Calls booked: all that were wanted, or none. */
  calls: number;
  /** Until when the rate is booked up, these calls included, and the time, both by the database. */
  bookedUntilMs: number;
  nowMs: number;
  /** How long the other system still asks to send nothing; 0 when it does not. */
  pausedForMs: number;
  /** The share of its rate the connection was slowed to, as recovered until now. */
  share: number;
}

/** A slowed connection gets back this share of its rate each minute. */
const recoveryPerMinute = 0.05;

const share = sql<number>`least(1, t.slowed_to + ${sql.lit(recoveryPerMinute)} / 60
  * coalesce(extract(epoch from ledgerline.instant() - t.slowed_at)::float8, 0))`;

interface BookingRow {
  calls: number;
  booked_until_ms: number;
  now_ms: number;
  paused_for_ms: number | null;
  share: number;
}

/** Books calls at the end of what is booked already (generic cell rate algorithm). */
export async function bookCalls(
  db: Db,
  connectionId: string,
  { calls, perSecond, longestWaitMs }: BookingRequest,
): Promise<Booking> {
  const lengthOf = (rate: typeof share) =>
    sql`make_interval(secs => ${calls}::float8 / (${perSecond}::float8 * ${rate}))`;
  const isFree = sql`(coalesce(t.paused_until <= ledgerline.instant(), true)
    and t.booked_until <= ledgerline.instant() + make_interval(secs => ${longestWaitMs / 1000}::float8))`;
  const { rows } = await sql<BookingRow>`
    insert into ledgerline.throttle as t (connection_id, booked_until, last_lot)
    values (${connectionId}::uuid, ledgerline.instant() + ${lengthOf(sql<number>`1`)}, ${calls})
    on conflict (connection_id) do update set
      booked_until = case when ${isFree}
        then greatest(t.booked_until, ledgerline.instant()) + ${lengthOf(share)}
        else t.booked_until end,
      last_lot = case when ${isFree} then excluded.last_lot else 0 end
    returning t.last_lot as calls, ${share} as share,
      extract(epoch from t.booked_until)::float8 * 1000 as booked_until_ms,
      extract(epoch from ledgerline.instant())::float8 * 1000 as now_ms,
      extract(epoch from t.paused_until - ledgerline.instant())::float8 * 1000 as paused_for_ms`.execute(
    db,
  );
  const [row] = rows;
  return {
    calls: row?.calls ?? 0,
    bookedUntilMs: row?.booked_until_ms ?? 0,
    nowMs: row?.now_ms ?? 0,
    pausedForMs: Math.max(0, row?.paused_for_ms ?? 0),
    share: row?.share ?? 1,
  };
}

/** Gives back what was booked and will not be used. */
export async function unbookCalls(
  db: Db,
  connectionId: string,
  { calls, perSecond }: { calls: number; perSecond: number },
): Promise<void> {
  await sql`
    update ledgerline.throttle t
    set booked_until = t.booked_until - make_interval(secs => ${calls}::float8 / (${perSecond}::float8 * ${share}))
    where t.connection_id = ${connectionId}::uuid`.execute(db);
}

/** Nothing is sent for so long, by any process; a shorter pause does not end a longer one. */
export async function pauseThrottle(
  db: Db,
  connectionId: string,
  durationMs: number,
): Promise<void> {
  await sql`
    insert into ledgerline.throttle as t (connection_id, booked_until, paused_until)
    select id, ledgerline.instant(), ledgerline.instant() + make_interval(secs => ${durationMs / 1000}::float8)
    from ledgerline.connection where id = ${connectionId}::uuid
    on conflict (connection_id) do update
      set paused_until = greatest(t.paused_until, excluded.paused_until)`.execute(db);
}

/**
 * Halves the rate. Refusals of calls that were sent at the former rate come in a bunch and count once:
 * nothing happens within `sparedMs` of the last time.
 */
export async function slowThrottle(
  db: Db,
  connectionId: string,
  { sparedMs, least }: { sparedMs: number; least: number },
): Promise<void> {
  await sql`
    update ledgerline.throttle t
    set slowed_to = greatest(${least}::float8, ${share} / 2), slowed_at = ledgerline.instant()
    where t.connection_id = ${connectionId}::uuid and coalesce(t.slowed_at
      <= ledgerline.instant() - make_interval(secs => ${sparedMs / 1000}::float8), true)`.execute(
    db,
  );
}
