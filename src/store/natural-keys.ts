// Shared records such as clients: work on one natural key is done by one run at a time, and the record
// found or made for it is remembered (commerce-pitfalls P29).

import { sql } from "kysely";
import { toJsonb } from "./jsonb.ts";
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

/** A run that wants a key, and the reference that a record made for it carries. */
export interface NaturalKeyRequest extends NaturalKey {
  reference: string;
  holder: string;
}

interface ClaimRow {
  position: number;
  to_id: string | null;
  is_claimed: boolean;
  uncertain_since: Date | null;
}

/**
 * Claims keys for runs, unless the record of a key is known or another run holds it; in the order of the
 * requests, which name each key once. A holder that did not give its claim back, be it a dead process or
 * an earlier attempt of the same run, may have made the record: whoever takes over must look before it
 * creates.
 */
export async function claimNaturalKeys(
  db: Db,
  requests: readonly NaturalKeyRequest[],
  leaseMs: number,
): Promise<NaturalKeyClaim[]> {
  const { rows } = await sql<ClaimRow>`
    with wanted as materialized (
      select w.*, k.to_id as known_id
      from ${keyRows(requests)}
      left join lateral (
        select n.to_id from ledgerline.natural_key n
        where n.connection_id = w."connectionId" and n.entity = w.entity and n.key = w.key
        limit 1) k on true
    ), taken as (
      insert into ledgerline.natural_key as k
        (connection_id, entity, key, reference, holder, lease_until)
      select w."connectionId", w.entity, w.key, w.reference, w.holder,
        ledgerline.instant() + ${leaseMs} * interval '1 millisecond'
      from wanted w where w.known_id is null
      order by w."connectionId", w.entity, w.key
      on conflict (connection_id, entity, key) do update set
        holder = excluded.holder,
        lease_until = excluded.lease_until,
        uncertain_since = case when k.holder is null then k.uncertain_since else ledgerline.instant() end
      where k.to_id is null and (k.holder is null or k.holder = excluded.holder
        or k.lease_until < ledgerline.instant())
      returning k.connection_id, k.entity, k.key, k.uncertain_since
    )
    select w.position, w.known_id as to_id, t.key is not null as is_claimed, t.uncertain_since
    from wanted w
    left join taken t on t.connection_id = w."connectionId" and t.entity = w.entity and t.key = w.key
    order by w.position`.execute(db);
  return rows.map(claimOf);
}

function claimOf(row: ClaimRow): NaturalKeyClaim {
  if (row.to_id !== null) return { kind: "known", toId: row.to_id };
  return row.is_claimed
    ? { kind: "claimed", uncertainSince: row.uncertain_since }
    : { kind: "busy" };
}

/** The given rows as the table `w`, each with its place among them. */
function keyRows(rows: readonly NaturalKey[]) {
  const numbered = toJsonb(rows.map((row, position) => ({ ...row, position })));
  return sql`jsonb_to_recordset(${numbered}::jsonb) as w(
    position int, "connectionId" uuid, entity text, key text, reference text, holder uuid, "toId" text)`;
}

export interface SettledKey extends NaturalKey {
  reference: string;
  toId: string;
}

/** Remembers the records of keys and lets others go on. Locks in one order, as claiming does. */
export async function settleNaturalKeys(db: Db, keys: readonly SettledKey[]): Promise<void> {
  await sql`
    insert into ledgerline.natural_key (connection_id, entity, key, reference, to_id)
    select w."connectionId", w.entity, w.key, w.reference, w."toId"
    from ${keyRows(keys)}
    order by w."connectionId", w.entity, w.key
    on conflict (connection_id, entity, key) do update set
      to_id = excluded.to_id, holder = null, lease_until = null, uncertain_since = null,
      updated_at = ledgerline.instant()`.execute(db);
}

/** Gives a claim back without a record; `isUncertain` when it may have been made all the same. */
export async function releaseNaturalKey(
  db: Db,
  key: NaturalKey,
  claim: { holder: string; isUncertain: boolean },
): Promise<void> {
  await db
    .updateTable("natural_key")
    .where("connection_id", "=", key.connectionId)
    .where("entity", "=", key.entity)
    .where("key", "=", key.key)
    .set({
      holder: null,
      lease_until: null,
      ...(claim.isUncertain ? { uncertain_since: sql<Date>`ledgerline.instant()` } : {}),
    })
    .where("holder", "=", claim.holder)
    .execute();
}

/** The record of a key, if it is known. */
export async function findNaturalKey(db: Db, key: NaturalKey): Promise<string | null> {
  const found = await db
    .selectFrom("natural_key")
    .select("to_id")
    .where("connection_id", "=", key.connectionId)
    .where("entity", "=", key.entity)
    .where("key", "=", key.key)
    .executeTakeFirst();
  return found?.to_id ?? null;
}
