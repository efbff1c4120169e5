// Shared records such as clients: work on one natural key is done by one run at a time, and the record
// found or made for it is remembered (commerce-pitfalls P29).

import { sql } from "kysely";
import type { Db } from "./schema.ts";

export interface NaturalKey {
  connectionId: string;
  entity: string;
  key: string;
}

export type NaturalKeyClaim =
  | { kind: "known"; toId: string }
  /** An earlier holder that died, or lost an answer, may have made the record up to `uncertainSince`. */
  | { kind: "claimed"; uncertainSince: Date | null }
  | { kind: "busy" };

interface ClaimRow {
  to_id: string | null;
  holder: string | null;
  uncertain_since: Date | null;
}

/** Claims a key for a run, unless its record is known or another run holds it. */
export async function claimNaturalKey(
  db: Db,
  key: NaturalKey,
  claim: { reference: string; holder: string; leaseMs: number },
): Promise<NaturalKeyClaim> {
  const known = await db
    .selectFrom("natural_key")
    .select("to_id")
    .where("connection_id", "=", key.connectionId)
    .where("entity", "=", key.entity)
    .where("key", "=", key.key)
    .executeTakeFirst();
  if (known?.to_id) return { kind: "known", toId: known.to_id };
  return takeNaturalKey(db, key, claim);
}

/**
 * A holder that did not give its claim back, be it a dead process or an earlier attempt of this run,
 * may have made the record: whoever takes over must look before it creates.
 */
async function takeNaturalKey(
  db: Db,
  key: NaturalKey,
  claim: { reference: string; holder: string; leaseMs: number },
): Promise<NaturalKeyClaim> {
  const { rows } = await sql<ClaimRow>`
    insert into ledgerline.natural_key as k (connection_id, entity, key, reference, holder, lease_until)
    values (${key.connectionId}, ${key.entity}, ${key.key}, ${claim.reference}, ${claim.holder},
      ledgerline.instant() + ${claim.leaseMs} * interval '1 millisecond')
    on conflict (connection_id, entity, key) do update set
      holder = excluded.holder,
      lease_until = excluded.lease_until,
      uncertain_since = case when k.holder is null then k.uncertain_since else ledgerline.instant() end
    where k.to_id is null and (k.holder is null or k.holder = excluded.holder
      or k.lease_until < ledgerline.instant())
    returning to_id, holder, uncertain_since`.execute(db);
  const [row] = rows;
  return row ? { kind: "claimed", uncertainSince: row.uncertain_since } : { kind: "busy" };
}

/** Remembers the record of a key and lets others go on. */
export async function settleNaturalKey(db: Db, key: NaturalKey, toId: string): Promise<void> {
  await where(db, key)
    .set({
      to_id: toId,
      holder: null,
      lease_until: null,
      uncertain_since: null,
      updated_at: sql<Date>`ledgerline.instant()`,
    })
    .execute();
}

/** Gives a claim back without a record; `isUncertain` when it may have been made all the same. */
export async function releaseNaturalKey(
  db: Db,
  key: NaturalKey,
  claim: { holder: string; isUncertain: boolean },
): Promise<void> {
  await where(db, key)
    .set({
      holder: null,
      lease_until: null,
      ...(claim.isUncertain ? { uncertain_since: sql<Date>`ledgerline.instant()` } : {}),
    })
    .where("holder", "=", claim.holder)
    .execute();
}

function where(db: Db, key: NaturalKey) {
  return db
    .updateTable("natural_key")
    .where("connection_id", "=", key.connectionId)
    .where("entity", "=", key.entity)
    .where("key", "=", key.key);
}
