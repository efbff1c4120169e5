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
  | { kind: "known"; toId: string; reference: string }
  | { kind: "claimed"; reference: string }
  | { kind: "busy" };

/** Claims a key for a run, unless its record is known or another run holds it. */
export async function claimNaturalKey(
  db: Db,
  key: NaturalKey,
  claim: { reference: string; holder: string; leaseMs: number },
): Promise<NaturalKeyClaim> {
  const { rows } = await sql<{ to_id: string | null; reference: string; holder: string | null }>`
    insert into ledgerline.natural_key as k (connection_id, entity, key, reference, holder, lease_until)
    values (${key.connectionId}, ${key.entity}, ${key.key}, ${claim.reference}, ${claim.holder},
      ledgerline.instant() + ${claim.leaseMs} * interval '1 millisecond')
    on conflict (connection_id, entity, key) do update set
      holder = case when k.to_id is null and (k.holder is null or k.holder = excluded.holder
        or k.lease_until < ledgerline.instant()) then excluded.holder else k.holder end,
      lease_until = case when k.to_id is null and (k.holder is null or k.holder = excluded.holder
        or k.lease_until < ledgerline.instant()) then excluded.lease_until else k.lease_until end
    returning to_id, reference, holder`.execute(db);
  const [row] = rows;
  if (row?.to_id) return { kind: "known", toId: row.to_id, reference: row.reference };
  if (row?.holder === claim.holder) return { kind: "claimed", reference: row.reference };
  return { kind: "busy" };
}

/** Remembers the record of a key and lets others go on. */
export async function settleNaturalKey(db: Db, key: NaturalKey, toId: string): Promise<void> {
  await where(db, key)
    .set({
      to_id: toId,
      holder: null,
      lease_until: null,
      updated_at: sql<Date>`ledgerline.instant()`,
    })
    .execute();
}

/** Gives a claim back without a result, so that the next run may try. */
export async function releaseNaturalKey(db: Db, key: NaturalKey, holder: string): Promise<void> {
  await where(db, key)
    .set({ holder: null, lease_until: null })
    .where("holder", "=", holder)
    .execute();
}

function where(db: Db, key: NaturalKey) {
  return db
    .updateTable("natural_key")
    .where("connection_id", "=", key.connectionId)
    .where("entity", "=", key.entity)
    .where("key", "=", key.key);
}
