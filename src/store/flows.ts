// Flows: documents with their parameters and the connections that play their roles.

import { sql } from "kysely";
import { IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { toJsonb } from "./jsonb.ts";
import { refuseSecond } from "./postgres-error.ts";
import type { Db, Row } from "./schema.ts";
import { assertSlug } from "./slug.ts";

export type Flow = Row<"flow">;

export interface FlowContent {
  title: string;
  document: JsonObject;
  params: JsonObject;
  /** Role -> names of connections. */
  roles: Record<string, string[]>;
}

export interface NewFlow extends FlowContent {
  id: string;
  enabled: boolean;
}

/** All flows, by id. */
export async function listFlows(db: Db): Promise<Flow[]> {
  return db.selectFrom("flow").selectAll().orderBy("id").execute();
}

/** Throws NOT_FOUND. */
export async function findFlow(db: Db, id: string): Promise<Flow> {
  const found = await db.selectFrom("flow").selectAll().where("id", "=", id).executeTakeFirst();
  if (found !== undefined) return found;
  throw new IntegrationError("NOT_FOUND", `There is no flow "${id.slice(0, 80)}".`);
}

function contentColumns({ title, document, params, roles }: FlowContent) {
  return {
    title,
    document: toJsonb(document),
    params: toJsonb(params),
    roles: toJsonb(roles),
  };
}

/** Throws ALREADY_EXISTS when the id is taken, REQUEST_INVALID when it is no slug. */
export async function createFlow(db: Db, flow: NewFlow): Promise<Flow> {
  const id = assertSlug(flow.id);
  return refuseSecond(`a flow "${id}"`, () =>
    db
      .insertInto("flow")
      .values({ id, enabled: flow.enabled, ...contentColumns(flow) })
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
}

/**
 * Replaces a flow's content and raises its version. `version` is the one the change was made on:
 * throws RECORD_BUSY when somebody saved another one meanwhile, NOT_FOUND when the flow is gone.
 */
export async function updateFlow(
  db: Db,
  { id, version }: { id: string; version: number },
  content: FlowContent,
): Promise<Flow> {
  const updated = await db
    .updateTable("flow")
    .set({
      ...contentColumns(content),
      version: version + 1,
      updated_at: sql<Date>`clock_timestamp()`,
    })
    .where("id", "=", id)
    .where("version", "=", version)
    .returningAll()
    .executeTakeFirst();
  if (updated !== undefined) return updated;
  const present = await findFlow(db, id);
  throw new IntegrationError(
    "RECORD_BUSY",
    `The flow "${id}" was saved as version ${present.version} by somebody else meanwhile.`,
    { hint: "Load it again and repeat the change." },
  );
}

/** Turns a flow on or off; its version stays. Throws NOT_FOUND. */
export async function setFlowEnabled(db: Db, id: string, enabled: boolean): Promise<Flow> {
  await findFlow(db, id);
  return db
    .updateTable("flow")
    .set({ enabled, updated_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Removes a flow; its runs stay in the history. Throws NOT_FOUND. */
export async function removeFlow(db: Db, id: string): Promise<void> {
  await findFlow(db, id);
  await db.deleteFrom("flow").where("id", "=", id).execute();
}
