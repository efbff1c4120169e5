// Polls a type for changed rows. The backstop for lost webhooks, and the whole trigger where the
// module is not installed. Deletions cannot be seen (Kentico quirk 10).

import { z } from "zod";
import type { CallContext } from "../../connector-kit/operation.ts";
import type { PollPage, PollTrigger, ReceivedEvent } from "../../connector-kit/trigger.ts";
import { parseInstant } from "../../core/dates.ts";
import { IntegrationError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Scope } from "./client.ts";
import { type ChangedRow, type ListChanged, listChanged } from "./operations/list-changed.ts";
import type { PolledType } from "./polled-types.ts";
import { wallTimeOf, withOverlap } from "./server-time.ts";
import { kenticoSettingsOf } from "./settings.ts";
import type { KeysetPosition } from "./where-clause.ts";

const pageSize = 100;
/** Before any row, and inside the range of SQL Server's datetime. */
const beginning: KeysetPosition = { time: "1900-01-01T00:00:00", id: 0 };

const progress = z.strictObject({
  /** Newest wall time seen; null while the list was always empty. */
  newest: z.string().nullable(),
  /** Where to go on exactly: behind a page that was not the last, or at a beginning with no rows yet. */
  resume: z.strictObject({ time: z.string(), id: z.int() }).nullable(),
});
const cursorSchema = z.partialRecord(z.enum(["site", "global"]), progress);

type Progress = z.infer<typeof progress>;

interface ScopePage {
  rows: ChangedRow[];
  progress: Progress;
  hasMore: boolean;
}

interface ScopedPoll {
  list: ListChanged;
  scope: Scope;
  context: CallContext;
}

/** Where a first poll begins: the set date, else one overlap before the newest row. */
async function firstPosition({ list, scope, context }: ScopedPoll): Promise<KeysetPosition | null> {
  const { pollFrom, timeZone } = kenticoSettingsOf(context.settings);
  if (pollFrom !== "") return { time: pollFrom, id: 0 };
  const input = { scope, after: null, newestFirst: true, limit: 1 };
  const [newest] = (await list.run(input, context)).rows;
  if (newest === undefined) return null;
  return { time: withOverlap(wallTimeOf(newest.modified), timeZone), id: 0 };
}

function positionAfter({ newest, resume }: Progress, zone: string): KeysetPosition {
  if (resume !== null) return resume;
  return newest === null ? beginning : { time: withOverlap(newest, zone), id: 0 };
}

/** Until a row was seen, the next poll begins where this one did. */
function noRows(newest: string | null, position: KeysetPosition | null): ScopePage {
  const resume = newest === null ? position : null;
  return { rows: [], progress: { newest, resume }, hasMore: false };
}

async function pollScope(poll: ScopedPoll, known: Progress | undefined): Promise<ScopePage> {
  const { timeZone } = kenticoSettingsOf(poll.context.settings);
  const position = known ? positionAfter(known, timeZone) : await firstPosition(poll);
  const newestBefore = known?.newest ?? null;
  if (position === null) return noRows(null, null);
  const input = { scope: poll.scope, after: position, newestFirst: false, limit: pageSize };
  const { rows, hasMore } = await poll.list.run(input, poll.context);
  const last = rows.at(-1);
  if (last === undefined) return noRows(newestBefore, position);
  const time = wallTimeOf(last.modified);
  const newest = newestBefore !== null && newestBefore > time ? newestBefore : time;
  return { rows, progress: { newest, resume: hasMore ? { time, id: last.id } : null }, hasMore };
}

function eventOf(row: ChangedRow, polled: PolledType, zone: string): ReceivedEvent {
  return {
    dedupeKey: `poll:${row.guid}:${row.modified}`,
    type: `${polled.entity}.updated`,
    entity: polled.entity,
    entityId: String(row.id),
    time: parseInstant(row.modified, zone).toISOString(),
    data: {
      [polled.idColumn]: row.id,
      [polled.guidColumn]: row.guid,
      [polled.modifiedColumn]: row.modified,
    },
  };
}

function readCursor(cursor: JsonObject | null): z.infer<typeof cursorSchema> {
  const parsed = cursorSchema.safeParse(cursor ?? {});
  if (parsed.success) return parsed.data;
  throw new IntegrationError("REQUEST_INVALID", "The poll's cursor is not one of this connector.");
}

/** A poll trigger; every row is an `updated` event, as new and changed rows look alike. */
export function changePoll(polled: PolledType, defaultEveryMs: number): PollTrigger {
  const list = listChanged(polled);
  return {
    id: `kentico.${polled.name}.changed`,
    title: `Changed ${polled.name}s`,
    entity: polled.entity,
    defaultEveryMs,
    async poll(cursor, context): Promise<PollPage> {
      const before = readCursor(cursor);
      const { timeZone } = kenticoSettingsOf(context.settings);
      const pages = await Promise.all(
        polled.scopes.map(async (scope) => {
          const page = await pollScope({ list, scope, context }, before[scope]);
          return { scope, ...page };
        }),
      );
      return {
        events: pages.flatMap(({ rows }) => rows.map((row) => eventOf(row, polled, timeZone))),
        cursor: Object.fromEntries(pages.map(({ scope, progress: next }) => [scope, next])),
        hasMore: pages.some(({ hasMore }) => hasMore),
      };
    },
  };
}
