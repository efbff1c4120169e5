// Received facts. An event is stored once per delivery key, whether or not a flow wants it.

import { sql } from "kysely";
import { toJsonb } from "./jsonb.ts";
import type { Db, Row } from "./schema.ts";

export interface NewEvent {
  id: string;
  connectionId: string;
  source: string;
  type: string;
  entity: string;
  entityId: string;
  dedupeKey: string | null;
  occurredAt: string | null;
  via: "webhook" | "poll" | "emit" | "manual";
  data: unknown;
  /** How many runs it is given. */
  runs: number;
}

/** Stores events; gives the ids of those that were not there before. */
export async function insertEvents(db: Db, events: readonly NewEvent[]): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    insert into ledgerline.event (id, connection_id, source, type, entity, entity_id, dedupe_key,
      occurred_at, via, data, runs)
    select id, "connectionId", source, type, entity, "entityId", "dedupeKey", "occurredAt", via,
      data, runs
    from jsonb_to_recordset(${toJsonb(events)}::jsonb) as e(id uuid, "connectionId" uuid,
      source text, type text, entity text, "entityId" text, "dedupeKey" text,
      "occurredAt" timestamptz, via text, data jsonb, runs int)
    on conflict (connection_id, dedupe_key) do nothing
    returning id`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/**
 * Counts deliveries of what had been received before. Connections are counted in one order, so that two
 * processes never wait for each other in a circle.
 */
export async function countDuplicates(
  db: Db,
  deliveries: readonly Pick<NewEvent, "connectionId">[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const ids = deliveries.map(({ connectionId }) => connectionId);
  await sql`
    insert into ledgerline.delivery_count as c (connection_id, duplicates)
    select id, count(*) from unnest(${ids}::uuid[]) as id group by id order by id
    on conflict (connection_id) do update
      set duplicates = c.duplicates + excluded.duplicates`.execute(db);
}

/** Notes that events were given one more run. */
export async function countRuns(db: Db, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return;
  await db
    .updateTable("event")
    .set((eb) => ({ runs: eb("runs", "+", 1) }))
    .where("id", "in", [...eventIds])
    .execute();
}

export interface UnwantedEventFilter {
  connectionIds: readonly string[];
  /** Types as flows name them: whole, or all of a message as in "order.*". */
  types: readonly string[];
  limit: number;
}

/** Takes stored events that no flow has wanted yet, oldest first, until the transaction ends. */
export async function lockUnwantedEvents(
  trx: Db,
  { connectionIds, types, limit }: UnwantedEventFilter,
): Promise<Row<"event">[]> {
  if (connectionIds.length === 0) return [];
  return trx
    .selectFrom("event")
    .selectAll()
    .where("runs", "=", 0)
    .where("via", "<>", "emit")
    .where("connection_id", "in", [...connectionIds])
    .where((is) => is.or(types.map((type) => is("type", "like", type.replace("*", "%")))))
    .orderBy("received_at")
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** Whether a `<entity>.deleted` event was received for a record. */
export async function hasDeletion(
  db: Db,
  subject: { connectionId: string; entity: string; entityId: string },
): Promise<boolean> {
  const found = await db
    .selectFrom("event")
    .select("id")
    .where("connection_id", "=", subject.connectionId)
    .where("entity", "=", subject.entity)
    .where("entity_id", "=", subject.entityId)
    .where("type", "=", `${subject.entity}.deleted`)
    .executeTakeFirst();
  return found !== undefined;
}
