// Connections: the accounts of other systems. Their secrets are in the vault, not here.

import { sql } from "kysely";
import { IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { toJsonb } from "./jsonb.ts";
import { refuseSecond } from "./postgres-error.ts";
import type { Db, Row } from "./schema.ts";
import { assertSlug, isUuid } from "./slug.ts";

export type Connection = Row<"connection">;

export interface NewConnection {
  id: string;
  name: string;
  title: string;
  connector: string;
  settings: JsonObject;
  /** Limits that differ from the connector's; none when absent. */
  limits?: JsonObject;
  hookToken: string;
}

export interface ConnectionChanges {
  name?: string;
  title?: string;
  settings?: JsonObject;
  limits?: JsonObject;
}

/** All connections, by name. */
export async function listConnections(db: Db): Promise<Connection[]> {
  return db.selectFrom("connection").selectAll().orderBy("name").execute();
}

/** The connection with this name or id; throws NOT_FOUND. */
export async function findConnection(db: Db, nameOrId: string): Promise<Connection> {
  const found = await db
    .selectFrom("connection")
    .selectAll()
    .where(isUuid(nameOrId) ? "id" : "name", "=", nameOrId)
    .executeTakeFirst();
  if (found !== undefined) return found;
  throw new IntegrationError("NOT_FOUND", `There is no connection "${nameOrId.slice(0, 80)}".`);
}

/** Throws ALREADY_EXISTS when the name is taken, REQUEST_INVALID when it is no slug. */
export async function createConnection(db: Db, input: NewConnection): Promise<Connection> {
  const { id, title, connector, hookToken } = input;
  const name = assertSlug(input.name);
  const values = {
    id,
    name,
    title,
    connector,
    settings: toJsonb(input.settings),
    limits: toJsonb(input.limits ?? {}),
    hook_token: hookToken,
  };
  return refuseSecond(`a connection "${name}"`, () =>
    db.insertInto("connection").values(values).returningAll().executeTakeFirstOrThrow(),
  );
}

/** Changes what is given; throws NOT_FOUND, ALREADY_EXISTS or REQUEST_INVALID. */
export async function updateConnection(
  db: Db,
  nameOrId: string,
  { name, title, settings, limits }: ConnectionChanges,
): Promise<Connection> {
  const { id } = await findConnection(db, nameOrId);
  const changes = {
    ...(name === undefined ? {} : { name: assertSlug(name) }),
    ...(title === undefined ? {} : { title }),
    ...(settings === undefined ? {} : { settings: toJsonb(settings) }),
    ...(limits === undefined ? {} : { limits: toJsonb(limits) }),
    updated_at: sql<Date>`clock_timestamp()`,
  };
  return refuseSecond(`a connection "${name}"`, () =>
    db
      .updateTable("connection")
      .set(changes)
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
}

/**
 * Sets a connection's status and why, in the user's words. Returns false when it had that status
 * already, so that of several workers that meet the same refusal only one raises the alert.
 */
export async function setConnectionStatus(
  db: Db,
  id: string,
  status: Connection["status"],
  reason: string | null,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("connection")
    .set({ status, status_reason: reason, updated_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", id)
    .where("status", "<>", status)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Sets a connection going. It counts as changed even when it was going already, so that a refusal of what it
 * was before is seen to be outdated.
 */
export async function activateConnection(db: Db, id: string): Promise<void> {
  await db
    .updateTable("connection")
    .set({ status: "active", status_reason: null, updated_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", id)
    .execute();
}

/** Removes a connection with its secrets, tokens and cursors; what it did stays in the history. */
export async function removeConnection(db: Db, nameOrId: string): Promise<void> {
  const { id } = await findConnection(db, nameOrId);
  await db.deleteFrom("connection").where("id", "=", id).execute();
}
