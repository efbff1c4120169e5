// Creates whose outcome is unknown. They settle by themselves within minutes.

import { sql } from "kysely";
import type { Db } from "../../store/schema.ts";
import type { HealthFinding } from "../finding.ts";

/** Longer than any settle time with the retries after it. */
const unusualSeconds = 3_600;

export async function checkUncertainEffects(db: Db): Promise<HealthFinding> {
  const { rows } = await sql<{ count: number; oldest: number | null }>`
    select count(*)::int as count,
      extract(epoch from max(ledgerline.instant() - last_send_at))::int as oldest
    from ledgerline.effect where state = 'uncertain'`.execute(db);
  const { count = 0, oldest = null } = rows[0] ?? {};
  const detail =
    count === 0
      ? "none"
      : `${count} creates may or may not have happened, the oldest since ${oldest} s`;
  const ok = (oldest ?? 0) <= unusualSeconds;
  const figures = { uncertain: count, oldestSeconds: oldest };
  return { check: "uncertain effects", ok, detail, figures };
}
