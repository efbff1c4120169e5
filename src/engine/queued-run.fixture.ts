// One order's event with its run, stored and queued as intake does, and claimed as a worker does.

import { type IdSource, newId } from "../core/ids.ts";
import { insertEvents } from "../store/events.ts";
import type { Db } from "../store/schema.ts";
import { claimRuns } from "./claims.ts";
import { enqueueRuns } from "./intake.ts";
import type { RunQueue } from "./queue.ts";
import type { ClaimedRun } from "./run.ts";

interface Place {
  db: Db;
  queue: RunQueue;
}

export interface QueuedOrder {
  ids: IdSource;
  connectionId: string;
  entityId: string;
}

/** Gives the id of the run. */
export async function queueRun(
  { db, queue }: Place,
  { ids, connectionId, entityId }: QueuedOrder,
): Promise<string> {
  const [eventId, runId] = [newId(ids), newId(ids)];
  const subject = { connectionId, entity: "order", entityId };
  const event = { id: eventId, source: "/connections/shop", type: "order.created", runs: 1 };
  const flow = { flowId: "order-to-invoice", flowVersion: 1 };
  await db.transaction().execute(async (trx) => {
    await insertEvents(trx, [
      { ...subject, ...event, dedupeKey: null, occurredAt: null, via: "manual", data: {} },
    ]);
    const run = { ...subject, ...flow, id: runId, eventId, subjectKey: `order ${entityId}` };
    await enqueueRuns({ trx, queue }, [run]);
  });
  return runId;
}

export async function claimRun({ db, queue }: Place, runId: string): Promise<ClaimedRun> {
  const run = (await claimRuns(db, queue, 10)).find(({ id }) => id === runId);
  if (run) return run;
  throw new Error("The run was not handed out.");
}
