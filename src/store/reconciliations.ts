// The nightly comparisons: how far each kind of record of each connection was compared, and when next.

import { sql } from "kysely";
import type { JsonObject } from "../core/json.ts";
import { toJsonb } from "./jsonb.ts";
import type { RecordKind, ReferencePosition } from "./known-references.ts";
import type { Db, Row } from "./schema.ts";

export type Reconciliation = Row<"reconciliation">;

/** Begins to compare a kind of record; one that is compared already goes on as it was. */
export async function addReconciliation(db: Db, kind: RecordKind, nextAt: Date): Promise<void> {
  await db
    .insertInto("reconciliation")
    .values({ connection_id: kind.connectionId, entity: kind.entity, next_at: nextAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes the comparison that is due the longest, of an active connection, for `leaseMs`. */
export async function claimDueReconciliation(
  db: Db,
  leaseMs: number,
): Promise<Reconciliation | undefined> {
  const { rows } = await sql<Reconciliation>`
    update ledgerline.reconciliation r
    set leased_until = ledgerline.instant() + ${leaseMs} * interval '1 millisecond'
    from (
      select d.connection_id, d.entity from ledgerline.reconciliation d
      join ledgerline.connection c on c.id = d.connection_id
      where c.status = 'active' and d.next_at <= ledgerline.instant()
        and coalesce(d.leased_until, '-infinity') <= ledgerline.instant()
      order by d.next_at limit 1 for update of d skip locked
    ) due
    where r.connection_id = due.connection_id and r.entity = due.entity
    returning r.*`.execute(db);
  return rows[0];
}

export async function findReconciliation(
  db: Db,
  kind: RecordKind,
): Promise<Reconciliation | undefined> {
  return db
    .selectFrom("reconciliation")
    .selectAll()
    .where("connection_id", "=", kind.connectionId)
    .where("entity", "=", kind.entity)
    .executeTakeFirst();
}

/** Notes how far a comparison got, and keeps it for `leaseMs` more. */
export async function notePosition(
  db: Db,
  kind: RecordKind,
  { position, leaseMs }: { position: ReferencePosition; leaseMs: number },
): Promise<void> {
  await sql`
    update ledgerline.reconciliation set position = ${toJsonb(position)},
      leased_until = ledgerline.instant() + ${leaseMs} * interval '1 millisecond'
    where connection_id = ${kind.connectionId} and entity = ${kind.entity}`.execute(db);
}

/** Notes a comparison that went through. */
export async function finishReconciliation(
  db: Db,
  kind: RecordKind,
  { comparedUntil, nextAt }: { comparedUntil: Date; nextAt: Date },
): Promise<void> {
  await update(db, kind)
    .set({
      compared_until: comparedUntil,
      next_at: nextAt,
      position: null,
      leased_until: null,
      last_error: null,
    })
    .execute();
}

/** Notes a comparison that failed; it goes on where it stopped. */
export async function failReconciliation(
  db: Db,
  kind: RecordKind,
  { error, nextAt }: { error: JsonObject; nextAt: Date },
): Promise<void> {
  await update(db, kind)
    .set({ last_error: toJsonb(error), next_at: nextAt, leased_until: null })
    .execute();
}

function update(db: Db, kind: RecordKind) {
  return db
    .updateTable("reconciliation")
    .where("connection_id", "=", kind.connectionId)
    .where("entity", "=", kind.entity);
}
