// Creates whose outcome is, or was, unknown. An effect without a row was never sent, or is in a link.

import { sql } from "kysely";
import { toJsonb } from "./jsonb.ts";
import type { Db, Row } from "./schema.ts";

export interface NewEffect {
  connectionId: string;
  reference: string;
  runId: string;
  operation: string;
  state: "uncertain" | "done" | "review";
  lastSendAt: Date;
  draft: unknown;
  toId: string | null;
}

export interface EffectKey {
  connectionId: string;
  reference: string;
}

/** The effects of these keys in one query, in their order; undefined where there is none. */
export async function findEffects(
  db: Db,
  keys: readonly EffectKey[],
): Promise<(Row<"effect"> | undefined)[]> {
  const { rows } = await sql<Row<"effect"> & { position: number }>`
    select k.position, e.*
    from jsonb_to_recordset(${toJsonb(keys.map((key, position) => ({ ...key, position })))}::jsonb) as k(
      position int, "connectionId" uuid, reference text)
    cross join lateral (
      select * from ledgerline.effect e
      where e.connection_id = k."connectionId" and e.reference = k.reference
      limit 1) e`.execute(db);
  const found = new Map(rows.map(({ position, ...row }) => [position, row]));
  return keys.map((_key, position) => found.get(position));
}

/** A write that is executed later than the settle time allows for shows by then. */
const firstCheckMs = 15 * 60_000;

export async function upsertEffects(db: Db, effects: readonly NewEffect[]): Promise<void> {
  if (effects.length === 0) return;
  await db
    .insertInto("effect")
    .values(
      effects.map((effect) => ({
        connection_id: effect.connectionId,
        reference: effect.reference,
        run_id: effect.runId,
        operation: effect.operation,
        state: effect.state,
        last_send_at: effect.lastSendAt,
        draft: toJsonb(effect.draft),
        to_id: effect.toId,
        next_check_at: new Date(effect.lastSendAt.getTime() + firstCheckMs),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(["connection_id", "reference"]).doUpdateSet((eb) => ({
        state: eb.ref("excluded.state"),
        last_send_at: eb.ref("excluded.last_send_at"),
        attempts: sql<number>`effect.attempts + 1`,
        draft: eb.ref("excluded.draft"),
        to_id: eb.ref("excluded.to_id"),
        next_check_at: eb.ref("excluded.next_check_at"),
        checks: 0,
        updated_at: sql<Date>`ledgerline.instant()`,
      })),
    )
    .execute();
}
