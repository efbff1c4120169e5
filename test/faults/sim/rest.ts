// When a simulated world has come to rest, and until when nothing can happen in it.

import type { Session } from "./memory/session.ts";

/** Of each order's runs the one that goes on next, unless a person has to decide first. */
const nextOfSubjects = `
  select s.subject_key, min(case s.status
    when 'running' then s.claimed_at + interval '35 seconds'
    else s.next_action_at end) as due
  from ledgerline.run s
  where s.status in ('queued', 'running', 'waiting')
    and not exists (select 1 from ledgerline.run d where d.subject_key = s.subject_key and d.status = 'dead')
    and (s.status <> 'queued' or not exists (
      select 1 from ledgerline.run w
      where w.subject_key = s.subject_key and w.status in ('running', 'waiting')))
  group by s.subject_key`;

/** How many orders still have work that goes on by itself. */
export function unfinished(session: Session): number {
  const [row] = session.execute(
    `select count(*)::int as count from (${nextOfSubjects}) n`,
    [],
  ).rows;
  return Number(row?.["count"] ?? 0);
}

/** The earliest instant at which work or a poll is due, in milliseconds; undefined when nothing is. */
export function nextDueMs(session: Session): number | undefined {
  const [row] = session.execute(
    `select least((select min(due) from (${nextOfSubjects}) n),
      (select min(coalesce(leased_until, next_poll_at)) from ledgerline.cursor)) as due`,
    [],
  ).rows;
  const due = row?.["due"];
  return due instanceof Date ? due.getTime() : undefined;
}

/** True when the orders of the shop have been polled since that instant. */
export function isPolledSince(session: Session, sinceMs: number): boolean {
  const text =
    "select min(last_polled_at) as at from ledgerline.cursor where trigger_id like '%order%'";
  const [row] = session.execute(text, []).rows;
  const at = row?.["at"];
  return at instanceof Date && at.getTime() > sinceMs;
}
