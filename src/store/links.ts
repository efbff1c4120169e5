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

export async function findLink(db: Db, key: LinkKey): Promise<Row<"link"> | undefined> {
  return db
    .selectFrom("link")
    .selectAll()
    .where("from_connection_id", "=", key.fromConnectionId)
    .where("from_entity", "=", key.fromEntity)
    .where("from_id", "=", key.fromId)
    .where("purpose", "=", key.purpose)
    .where("to_connection_id", "=", key.toConnectionId)
    .executeTakeFirst();
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
