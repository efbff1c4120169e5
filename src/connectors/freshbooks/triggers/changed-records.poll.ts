// Finds what changed in FreshBooks without webhooks. Changes can only be asked for by Eastern calendar
// day (quirk 25), so each poll reads two days and compares versions with what it saw before.

import { z } from "zod";
import type { CallContext } from "../../../connector-kit/operation.ts";
import type { PollTrigger, ReceivedEvent } from "../../../connector-kit/trigger.ts";
import { addDays } from "../../../core/dates.ts";
import { IntegrationError } from "../../../core/errors.ts";
import type { JsonObject } from "../../../core/json.ts";
import { easternDay, easternInstant } from "../eastern-time.ts";
import { listRecordsWithDeleted, readPage } from "../paging.ts";
import { parseRecord, pathOf, type Resource } from "../resource.ts";
import { isDeleted } from "../wire/fields.ts";

interface Changing {
  id: string | number;
  updated?: string | null | undefined;
  /** `updated` with microseconds, on invoices only. */
  version?: unknown;
  vis_state?: number | null | undefined;
}

const cursorSchema = z.object({
  /** Eastern day of the newest change seen, by FreshBooks' clock. */
  day: z.iso.date(),
  /** Version of every record changed on that day or the one before, by id. */
  seen: z.record(z.string(), z.string()),
  /** Ids grow, so a larger one is new. */
  highestId: z.int(),
});

type Cursor = z.infer<typeof cursorSchema>;

function readCursor(cursor: JsonObject): Cursor {
  const parsed = cursorSchema.safeParse(cursor);
  if (parsed.success) return parsed.data;
  throw new IntegrationError("UNEXPECTED", "The stored position of a poll cannot be read.");
}

function versionOf(record: Changing): string {
  const version = typeof record.version === "string" ? record.version : (record.updated ?? "");
  return `${version}/${record.vis_state ?? 0}`;
}

function dayOf(record: Changing): string {
  return (record.updated ?? "").slice(0, 10);
}

function happeningTo(record: Changing, cursor: Cursor): string {
  if (isDeleted(record)) return "deleted";
  return Number(record.id) > cursor.highestId ? "created" : "updated";
}

function eventOf(record: Changing, entity: string, cursor: Cursor): ReceivedEvent {
  const entityId = String(record.id);
  return {
    dedupeKey: `poll:${entity}:${entityId}:${versionOf(record)}`,
    type: `${entity}.${happeningTo(record, cursor)}`,
    entity,
    entityId,
    time: easternInstant(record.updated),
    data: { id: entityId, updated: record.updated ?? null },
  };
}

function nextCursor(records: readonly Changing[], cursor: Cursor): Cursor {
  const day = records.map(dayOf).reduce((a, b) => (b > a ? b : a), cursor.day);
  const again = records.filter((record) => dayOf(record) >= addDays(day, -1));
  return {
    day,
    seen: Object.fromEntries(again.map((record) => [String(record.id), versionOf(record)])),
    highestId: Math.max(cursor.highestId, ...records.map(({ id }) => Number(id))),
  };
}

/** Where the first poll begins: yesterday, and the newest record there is (lists begin with it). */
async function firstCursor(context: CallContext, resource: Resource<Changing>): Promise<Cursor> {
  const list = { path: pathOf(context, resource), plural: resource.plural, query: [], page: 1 };
  const [newest] = (await readPage(context, list)).rows;
  const highestId = newest === undefined ? 0 : Number(parseRecord(resource, newest, "read").id);
  return { day: easternDay(context.clock.now()), seen: {}, highestId };
}

/** Polls one kind of record; the first poll reports what changed since yesterday as updated. */
export function changedRecordsPoll<Wire extends Changing>(poll: {
  resource: Resource<Wire>;
  /** Canonical message. */
  entity: string;
}): PollTrigger {
  const { resource, entity } = poll;
  return {
    id: `freshbooks.${resource.singular}.changed`,
    title: `Changed ${resource.plural}`,
    entity,
    defaultEveryMs: 300_000,
    async poll(stored, context: CallContext) {
      const slim = { ...resource, includes: [] };
      const cursor = stored === null ? await firstCursor(context, slim) : readCursor(stored);
      const since = addDays(cursor.day, -1);
      const records = await listRecordsWithDeleted(context, slim, [["updated_min", since]]);
      const changed = records.filter(
        (record) => cursor.seen[String(record.id)] !== versionOf(record),
      );
      return {
        events: changed.map((record) => eventOf(record, entity, cursor)),
        cursor: { ...nextCursor(records, cursor) },
        hasMore: false,
      };
    },
  };
}
