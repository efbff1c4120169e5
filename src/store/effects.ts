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

export async function findEffect(
  db: Db,
  connectionId: string,
  reference: string,
): Promise<Row<"effect"> | undefined> {
  return db
    .selectFrom("effect")
    .selectAll()
    .where("connection_id", "=", connectionId)
    .where("reference", "=", reference)
    .executeTakeFirst();
}

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
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(["connection_id", "reference"]).doUpdateSet((eb) => ({
        state: eb.ref("excluded.state"),
        last_send_at: eb.ref("excluded.last_send_at"),
        attempts: sql<number>`effect.attempts + 1`,
        draft: eb.ref("excluded.draft"),
        to_id: eb.ref("excluded.to_id"),
        updated_at: sql<Date>`ledgerline.instant()`,
      })),
    )
    .execute();
}
