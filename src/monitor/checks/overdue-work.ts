// Is there work whose time has come and that nobody takes up?

import { sql } from "kysely";
import type { Db } from "../../store/schema.ts";
import type { HealthFinding } from "../finding.ts";

/** How long work may be overdue before somebody should look. */
const overdueSeconds = 60;

export async function checkOverdueWork(db: Db): Promise<HealthFinding> {
  const { rows } = await sql<{ count: number; oldest: number | null }>`
    select count(*)::int as count,
      extract(epoch from max(ledgerline.instant() - r.next_action_at))::int as oldest
    from ledgerline.run r
    where r.status in ('queued', 'waiting', 'running')
      and r.next_action_at < ledgerline.instant() - ${overdueSeconds} * interval '1 second'
      and not exists (select 1 from ledgerline.run d
        where d.subject_key = r.subject_key and d.id <> r.id and d.status in ('dead', 'held', 'waiting'))`.execute(
    db,
  );
  const { count = 0, oldest = null } = rows[0] ?? {};
  const detail =
    count === 0
      ? "nothing is overdue"
      : `${count} runs are overdue, the oldest by ${oldest} s: is a worker running?`;
  const figures = { overdue: count, oldestSeconds: oldest };
  return { check: "overdue work", ok: count === 0, detail, figures };
}
