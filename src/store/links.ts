// Cross-references of one thing's ids in two systems, with the content last written.

import { sql } from "kysely";
import { toJsonb } from "./jsonb.ts";
import type { Db, Row } from "./schema.ts";

export interface LinkKey {
  fromConnectionId: string;
  fromEntity: string;
  fromId: string;
  purpose: string;
  toConnectionId: string;
}

export interface NewLink extends LinkKey {
  id: string;
  toEntity: string;
  toId: string | null;
  reference: string;
  contentHash: string | null;
  sourceVersion: string | null;
  state: "active" | "suppressed" | "deleted";
  data: unknown;
}

/**
 * The links of these keys in one query, in their order; undefined where there is none. One index look-up
 * for each key: left to choose, the planner reads the whole table for a few dozen keys.
 */
export async function findLinks(
  db: Db,
  keys: readonly LinkKey[],
): Promise<(Row<"link"> | undefined)[]> {
  const { rows } = await sql<Row<"link"> & { position: number }>`
    select k.position, l.*
    from jsonb_to_recordset(${toJsonb(keys.map((key, position) => ({ ...key, position })))}::jsonb) as k(
      position int, "fromConnectionId" uuid, "fromEntity" text, "fromId" text, purpose text,
      "toConnectionId" uuid)
    cross join lateral (
      select * from ledgerline.link l where l.from_connection_id = k."fromConnectionId"
        and l.from_entity = k."fromEntity" and l.from_id = k."fromId"
        and l.to_connection_id = k."toConnectionId" and l.purpose = k.purpose
      limit 1) l`.execute(db);
  const found = new Map(rows.map(({ position, ...row }) => [position, row]));
  return keys.map((_key, position) => found.get(position));
}

/** Writes links; one that exists is replaced by what is known now. Each key may be named once. */
export async function upsertLinks(db: Db, links: readonly NewLink[]): Promise<void> {
  if (links.length === 0) return;
  await sql`
    insert into ledgerline.link (id, from_connection_id, from_entity, from_id, purpose,
      to_connection_id, to_entity, to_id, reference, content_hash, source_version, state, data)
    select id, "fromConnectionId", "fromEntity", "fromId", purpose, "toConnectionId", "toEntity",
      "toId", reference, "contentHash", "sourceVersion", state, data
    from jsonb_to_recordset(${toJsonb(links)}::jsonb) as l(id uuid, "fromConnectionId" uuid,
      "fromEntity" text, "fromId" text, purpose text, "toConnectionId" uuid, "toEntity" text,
      "toId" text, reference text, "contentHash" text, "sourceVersion" text, state text, data jsonb)
    on conflict (from_connection_id, from_entity, from_id, to_connection_id, purpose) do update set
      to_entity = excluded.to_entity, to_id = excluded.to_id,
      content_hash = excluded.content_hash, source_version = excluded.source_version,
      state = excluded.state, data = excluded.data, updated_at = ledgerline.instant()`.execute(db);
}
