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

/** Writes links; one that exists is replaced by what is known now. */
export async function upsertLinks(db: Db, links: readonly NewLink[]): Promise<void> {
  if (links.length === 0) return;
  await db
    .insertInto("link")
    .values(
      links.map((link) => ({
        id: link.id,
        from_connection_id: link.fromConnectionId,
        from_entity: link.fromEntity,
        from_id: link.fromId,
        purpose: link.purpose,
        to_connection_id: link.toConnectionId,
        to_entity: link.toEntity,
        to_id: link.toId,
        reference: link.reference,
        content_hash: link.contentHash,
        source_version: link.sourceVersion,
        state: link.state,
        data: toJsonb(link.data),
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(["from_connection_id", "from_entity", "from_id", "to_connection_id", "purpose"])
        .doUpdateSet((eb) => ({
          to_entity: eb.ref("excluded.to_entity"),
          to_id: eb.ref("excluded.to_id"),
          content_hash: eb.ref("excluded.content_hash"),
          source_version: eb.ref("excluded.source_version"),
          state: eb.ref("excluded.state"),
          data: eb.ref("excluded.data"),
          updated_at: sql<Date>`ledgerline.instant()`,
        })),
    )
    .execute();
}
