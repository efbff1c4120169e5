// What we know of a reference that records of other systems carry: the links, shared keys and uncertain
// creates it belongs to.

import { sql } from "kysely";
import type { Db } from "./schema.ts";

export interface KnownReference {
  reference: string;
  /** Records that stand for it and must be there. */
  recordIds: readonly string[];
  /** Records that were taken back, and must not be there. */
  takenBackIds: readonly string[];
  /** Several sources share the record, and people may edit it. */
  isShared: boolean;
  /** A create may be on its way, or may have happened without being known. */
  isUncertain: boolean;
  /** Fingerprints of what was last written, by part; null when none were kept. */
  written: Readonly<Record<string, string>> | null;
  /** What was sent to create it, if that was ever in doubt. */
  draft: unknown;
}

export interface RecordKind {
  connectionId: string;
  entity: string;
}

interface KnownRow {
  reference: string;
  record_ids: string[];
  taken_back_ids: string[];
  is_shared: boolean;
  is_uncertain: boolean;
  written: Record<string, string> | null;
  draft: unknown;
}

/** What is known of these references; none for one that belongs to nothing. */
export async function readKnownReferences(
  db: Db,
  kind: RecordKind,
  references: readonly string[],
): Promise<Map<string, KnownReference>> {
  const { rows } = await sql<KnownRow>`
    with parts as (
      select reference, case when state = 'active' then to_id end as record_id,
        case when state <> 'active' then to_id end as taken_back_id,
        false as is_shared, false as is_uncertain, data->'written' as written, null::jsonb as draft
      from ledgerline.link
      where reference = any(${[...references]}::text[]) and to_connection_id = ${kind.connectionId}
        and to_entity = ${kind.entity}
      union all
      select reference, to_id, null, true, to_id is null, null, null
      from ledgerline.natural_key
      where reference = any(${[...references]}::text[]) and connection_id = ${kind.connectionId}
      union all
      select reference, null, null, false, state = 'uncertain', null, draft
      from ledgerline.effect
      where reference = any(${[...references]}::text[]) and connection_id = ${kind.connectionId}
    )
    select reference,
      coalesce(array_agg(distinct record_id) filter (where record_id is not null), '{}') as record_ids,
      coalesce(array_agg(distinct taken_back_id) filter (where taken_back_id is not null), '{}')
        as taken_back_ids,
      bool_or(is_shared) as is_shared, bool_or(is_uncertain) as is_uncertain,
      (array_agg(written) filter (where written is not null))[1] as written,
      (array_agg(draft) filter (where draft is not null))[1] as draft
    from parts group by reference`.execute(db);
  return new Map(rows.map((row) => [row.reference, knownOf(row)]));
}

function knownOf(row: KnownRow): KnownReference {
  return {
    reference: row.reference,
    recordIds: row.record_ids,
    takenBackIds: row.taken_back_ids,
    isShared: row.is_shared,
    isUncertain: row.is_uncertain,
    written: row.written,
    draft: row.draft,
  };
}

/** Where a list of references goes on. */
export interface ReferencePosition {
  at: string;
  reference: string;
}

/**
 * References of records written from `since` to `until` (exclusive), in the order of writing, after
 * `position`. A shared record counts when it was made, not when a further source was linked to it.
 */
export async function listWrittenReferences(
  db: Db,
  kind: RecordKind,
  page: { since: Date; until: Date; position: ReferencePosition | null; limit: number },
): Promise<ReferencePosition[]> {
  const { at = "-infinity", reference = "" } = page.position ?? {};
  const { rows } = await sql<ReferencePosition>`
    select at::text as at, reference from (
      select max(updated_at) as at, reference from ledgerline.link l
      where to_connection_id = ${kind.connectionId} and to_entity = ${kind.entity}
        and updated_at >= ${page.since} and updated_at < ${page.until} and to_id is not null
        and not exists (select 1 from ledgerline.natural_key k where k.reference = l.reference)
      group by reference
      union all
      select updated_at, reference from ledgerline.natural_key
      where connection_id = ${kind.connectionId} and entity = ${kind.entity} and to_id is not null
        and updated_at >= ${page.since} and updated_at < ${page.until}
    ) as written
    where (at, reference) > (${at}::timestamptz, ${reference})
    order by at, reference limit ${page.limit}`.execute(db);
  return rows;
}
