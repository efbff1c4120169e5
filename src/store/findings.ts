// Differences between what was written and what the other systems have. One per reference and kind is open
// or accepted at a time; it is resolved when it is not seen any more.

import { sql } from "kysely";
import { IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { idPattern, onlyRow } from "./id-beginning.ts";
import { toJsonb } from "./jsonb.ts";
import type { Db, Row } from "./schema.ts";

export type Finding = Row<"finding">;

export interface FindingSubject {
  connectionId: string;
  /** The vendor's own word for the kind of record. */
  entity: string;
  reference: string;
}

export interface Difference {
  kind: Finding["kind"];
  message: string;
  /** Facts; an accepted difference is open again when they change. */
  details: JsonObject;
}

export interface NewFinding extends Difference {
  id: string;
}

/** Notes what was seen of a subject now: new differences are opened, those not seen any more resolved. */
export async function noteDifferences(
  trx: Db,
  subject: FindingSubject,
  { seen, by }: { seen: readonly NewFinding[]; by: string },
): Promise<void> {
  for (const finding of seen) await upsertFinding(trx, subject, finding);
  let gone = trx
    .updateTable("finding")
    .set({ state: "resolved", closed_at: sql<Date>`ledgerline.instant()`, closed_by: by })
    .where("connection_id", "=", subject.connectionId)
    .where("reference", "=", subject.reference)
    .where("state", "<>", "resolved");
  if (seen.length > 0) {
    gone = gone.where(
      "kind",
      "not in",
      seen.map(({ kind }) => kind),
    );
  }
  await gone.execute();
}

async function upsertFinding(trx: Db, subject: FindingSubject, finding: NewFinding): Promise<void> {
  const { id, kind, message, details } = finding;
  await sql`
    insert into ledgerline.finding as f
      (id, connection_id, entity, reference, kind, message, details, opened_at, seen_at)
    values (${id}, ${subject.connectionId}, ${subject.entity}, ${subject.reference}, ${kind},
      ${message}, ${toJsonb(details)}, ledgerline.instant(), ledgerline.instant())
    on conflict (connection_id, reference, kind) where state <> 'resolved' do update set
      message = excluded.message,
      details = excluded.details,
      seen_at = excluded.seen_at,
      state = case when f.details = excluded.details then f.state else 'open' end,
      closed_at = case when f.details = excluded.details then f.closed_at end,
      closed_by = case when f.details = excluded.details then f.closed_by end,
      note = case when f.details = excluded.details then f.note end`.execute(trx);
}

export interface FindingFilter {
  /** All states when absent. */
  state?: Finding["state"] | undefined;
  connectionId?: string | undefined;
  entity?: string | undefined;
  limit: number;
}

/** Newest first. */
export async function listFindings(db: Db, filter: FindingFilter): Promise<Finding[]> {
  let query = db
    .selectFrom("finding")
    .selectAll()
    .orderBy("opened_at", "desc")
    .orderBy("id", "desc")
    .limit(filter.limit);
  if (filter.state) query = query.where("state", "=", filter.state);
  if (filter.connectionId) query = query.where("connection_id", "=", filter.connectionId);
  if (filter.entity) query = query.where("entity", "=", filter.entity);
  return query.execute();
}

/** A finding by its id or a beginning of it; throws NOT_FOUND, or REQUEST_INVALID when several begin so. */
export async function findFinding(db: Db, id: string): Promise<Finding> {
  const pattern = idPattern(id);
  const rows =
    pattern === null
      ? []
      : await db
          .selectFrom("finding")
          .selectAll()
          .where(sql<string>`id::text`, "like", pattern)
          .limit(2)
          .execute();
  const found = onlyRow(rows, "findings");
  if (found) return found;
  throw new IntegrationError("NOT_FOUND", `There is no finding "${id.slice(0, 80)}".`);
}

/** A person says that an open difference is as it should be; false when it is not open. */
export async function acceptFinding(
  db: Db,
  id: string,
  { by, note }: { by: string; note: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("finding")
    .set({ state: "accepted", closed_at: sql<Date>`ledgerline.instant()`, closed_by: by, note })
    .where("id", "=", id)
    .where("state", "=", "open")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
