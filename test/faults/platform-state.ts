// What the oracle must know of the platform's own state, read from its database.

import { sql } from "kysely";
import type { Sandbox } from "../../sandbox/start.ts";
import type { Db } from "../../src/store/schema.ts";
import { shopOf } from "../support/shop.ts";

/** Keys of the shop's webhooks that were answered with 2xx, and of all events that are stored. */
export async function acknowledgements(sandbox: Sandbox, db: Db) {
  const deliveries = await shopOf({ sandbox }).deliveries();
  const rows = await db.selectFrom("event").select("dedupe_key").execute();
  return {
    acknowledged: deliveries.flatMap(({ id, state }) => (state === "delivered" ? [id] : [])),
    stored: new Set(rows.flatMap(({ dedupe_key }) => dedupe_key ?? [])),
  };
}

/** What must be zero when nothing is under way (I18), and whether all events are accounted for (I8). */
export interface PlatformState {
  running: number;
  waiting: number;
  uncertain: number;
  heldKeys: number;
  /** Runs that events wanted but that do not exist. */
  lostRuns: number;
  /** Dead letters that do not say why, or runs that are dead without one (I9). */
  muteLetters: number;
}

export async function platformState(db: Db): Promise<PlatformState> {
  const { rows } = await sql<PlatformState>`
    select
      (select count(*)::int from ledgerline.run where status = 'running' or claims > 0) as running,
      (select count(*)::int from ledgerline.run r where r.status in ('queued', 'waiting')
        and not exists (select 1 from ledgerline.run d
          where d.subject_key = r.subject_key and d.status = 'dead')) as waiting,
      (select count(*)::int from ledgerline.effect where state = 'uncertain') as uncertain,
      (select count(*)::int from ledgerline.natural_key where holder is not null) as "heldKeys",
      (select (coalesce(sum(e.runs), 0) - (select count(*) from ledgerline.run))::int
        from ledgerline.event e) as "lostRuns",
      (select count(*)::int from ledgerline.run r where r.status = 'dead' and not exists (
        select 1 from ledgerline.dead_letter d where d.run_id = r.id and d.status = 'open'
          and d.code <> '' and d.message <> '' and d.error_class <> '' and d.hint <> '')) as "muteLetters"
    `.execute(db);
  const [row] = rows;
  if (!row) throw new Error("The database gave no state.");
  return row;
}
