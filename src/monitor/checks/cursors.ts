// Are all systems polled when they are due? Polling is what finds lost webhooks.

import { sql } from "kysely";
import type { Db } from "../../store/schema.ts";
import type { HealthFinding } from "../finding.ts";

/** A poll may take a while, and several may be due at once. */
const overdueSeconds = 120;

interface Overdue {
  name: string;
  trigger: string;
  seconds: number;
  error: string | null;
}

export async function checkCursors(db: Db): Promise<HealthFinding> {
  const { rows } = await sql<Overdue>`
    select c.name, u.trigger_id as trigger,
      extract(epoch from ledgerline.instant() - u.next_poll_at)::int as seconds,
      u.last_error->>'message' as error
    from ledgerline.cursor u join ledgerline.connection c on c.id = u.connection_id
    where c.status = 'active'
      and u.next_poll_at < ledgerline.instant() - ${overdueSeconds} * interval '1 second'
      and coalesce(u.leased_until, '-infinity') < ledgerline.instant()
    order by u.next_poll_at`.execute(db);
  const detail = rows
    .map(({ name, trigger, seconds, error }) =>
      [`${name}: ${trigger} is overdue by ${seconds} s`, error].filter(Boolean).join(", "),
    )
    .join("; ");
  const ok = rows.length === 0;
  const figures = { overdue: rows.length };
  return { check: "polling", ok, detail: detail || "nothing is overdue", figures };
}
