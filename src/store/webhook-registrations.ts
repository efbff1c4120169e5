// Webhooks registered with other systems. The secret of each is in the vault; here is only its id.

import { sql } from "kysely";
import { IntegrationError } from "../core/errors.ts";
import type { Db, Row } from "./schema.ts";

export type StoredWebhookRegistration = Row<"webhook_registration">;

export interface WebhookRegistrationKey {
  connectionId: string;
  /** The vendor's id of the registration. */
  callbackId: string;
}

export interface WebhookRegistrationState {
  event: string;
  verified: boolean;
  /** Row of the vault; null keeps the one already noted. */
  secretId: string | null;
}

export async function listWebhookRegistrations(
  db: Db,
  connectionId: string,
): Promise<StoredWebhookRegistration[]> {
  return db
    .selectFrom("webhook_registration")
    .selectAll()
    .where("connection_id", "=", connectionId)
    .orderBy("event")
    .orderBy("callback_id")
    .execute();
}

/** Notes a registration, new or known. */
export async function saveWebhookRegistration(
  db: Db,
  { connectionId, callbackId }: WebhookRegistrationKey,
  { event, verified, secretId }: WebhookRegistrationState,
): Promise<void> {
  await db
    .insertInto("webhook_registration")
    .values({
      connection_id: connectionId,
      callback_id: callbackId,
      event,
      verified,
      secret_id: secretId,
    })
    .onConflict((conflict) =>
      conflict.columns(["connection_id", "callback_id"]).doUpdateSet((row) => ({
        event: row.ref("excluded.event"),
        verified: row.ref("excluded.verified"),
        secret_id: sql<string>`coalesce(excluded.secret_id, webhook_registration.secret_id)`,
        updated_at: sql<Date>`clock_timestamp()`,
      })),
    )
    .execute();
}

/** Notes that the handshake of a registration was confirmed; throws NOT_FOUND. */
export async function markWebhookVerified(
  db: Db,
  { connectionId, callbackId }: WebhookRegistrationKey,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable("webhook_registration")
    .set({ verified: true, updated_at: sql<Date>`clock_timestamp()` })
    .where("connection_id", "=", connectionId)
    .where("callback_id", "=", callbackId)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  throw new IntegrationError("NOT_FOUND", `There is no webhook registration "${callbackId}".`);
}

export async function removeWebhookRegistration(
  db: Db,
  { connectionId, callbackId }: WebhookRegistrationKey,
): Promise<void> {
  await db
    .deleteFrom("webhook_registration")
    .where("connection_id", "=", connectionId)
    .where("callback_id", "=", callbackId)
    .execute();
}
