// Alerts: what somebody must be told once, however many runs meet it. Open until its cause is gone.

import { sql } from "kysely";
import type { Db, Row } from "./schema.ts";

export type Alert = Row<"alert">;

export interface NewAlert {
  id: string;
  kind: "needs-reauth";
  connectionId: string;
  /** In the user's words. */
  message: string;
}

/** Raises an alert; false when it is open already. */
export async function raiseAlert(db: Db, alert: NewAlert): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("alert")
    .values({
      id: alert.id,
      kind: alert.kind,
      connection_id: alert.connectionId,
      message: alert.message,
      opened_at: sql<Date>`ledgerline.instant()`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Closes what is open about a connection. */
export async function closeAlerts(db: Db, connectionId: string): Promise<void> {
  await db
    .updateTable("alert")
    .set({ closed_at: sql<Date>`ledgerline.instant()` })
    .where("connection_id", "=", connectionId)
    .where("closed_at", "is", null)
    .execute();
}

/** Oldest first. */
export async function listOpenAlerts(db: Db): Promise<Alert[]> {
  return db
    .selectFrom("alert")
    .selectAll()
    .where("closed_at", "is", null)
    .orderBy("opened_at")
    .execute();
}
