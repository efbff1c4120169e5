// Asking for an undo: what it would do, and putting it into the queue.

import { IntegrationError } from "../../core/errors.ts";
import { type IdSource, newId } from "../../core/ids.ts";
import { insertEvents } from "../../store/events.ts";
import { findRun, readAsClaimed } from "../../store/runs.ts";
import type { Db, Row } from "../../store/schema.ts";
import { toClaimedRun } from "../claims.ts";
import { enqueueRuns } from "../intake.ts";
import type { Previewer } from "../preview/preview-run.ts";
import type { RunQueue } from "../queue.ts";
import { refuseIfTouched } from "./execute.ts";
import { planUndo, type UndoItem } from "./plan.ts";
import { undoEventType } from "./undo-event.ts";

export interface UndoDesk {
  db: Db;
  queue: RunQueue;
  previewer: Previewer;
  ids: IdSource;
}

export interface UndoRequest {
  /** The run, by its id or a beginning of it. */
  run: string;
  wholeOrder: boolean;
}

/** What undoing would do now; nothing is changed. Throws NOT_FOUND for an unknown run. */
export async function planUndoOf(
  { db, previewer }: Pick<UndoDesk, "db" | "previewer">,
  { run: id, wholeOrder }: UndoRequest,
): Promise<UndoItem[]> {
  const run = await runOf(db, id);
  const context = await previewer.look(toClaimedRun(await readAsClaimed(db, run.id), 0));
  return planUndo(context, { runId: run.id, wholeOrder });
}

async function runOf(db: Db, id: string): Promise<Row<"run">> {
  const run = await findRun(db, id);
  if (run) return run;
  throw new IntegrationError("NOT_FOUND", `There is no run "${id}".`);
}

/**
 * Puts the undo into the queue of the run's record, and gives its own run's id. Asking again does nothing
 * more: what is gone is gone. Throws RECORD_CHANGED_OUTSIDE when something must not be undone,
 * REQUEST_INVALID while work of the record waits for a person.
 */
export async function requestUndo(
  desk: UndoDesk,
  { by, ...request }: UndoRequest & { by: string },
): Promise<string> {
  const { db } = desk;
  const run = await runOf(db, request.run);
  refuseIfTouched(await planUndoOf(desk, request));
  return db.transaction().execute(async (trx) => {
    await refuseWhileWaiting(trx, run.subject_key);
    const scope = { runId: run.id, wholeOrder: request.wholeOrder };
    return enqueueUndo(desk, trx, { run, data: { ...scope, by, record: run.record } });
  });
}

/** It would wait behind that work, without anybody seeing why. */
async function refuseWhileWaiting(trx: Db, subjectKey: string): Promise<void> {
  const waiting = await trx
    .selectFrom("run")
    .select(["id", "status"])
    .where("subject_key", "=", subjectKey)
    .where("status", "in", ["dead", "held"])
    .executeTakeFirst();
  if (!waiting) return;
  throw new IntegrationError(
    "REQUEST_INVALID",
    `The run ${waiting.id} of the same record waits for a person (${waiting.status}).`,
    { hint: "Discard its dead letter, or reject its review item, first." },
  );
}

interface Undoing {
  run: Row<"run">;
  data: object;
}

async function enqueueUndo(
  { ids, queue }: UndoDesk,
  trx: Db,
  { run, data }: Undoing,
): Promise<string> {
  const eventId = newId(ids);
  const { connection_id: connectionId, entity, entity_id: entityId } = run;
  await insertEvents(trx, [
    {
      id: eventId,
      connectionId,
      source: `/runs/${run.id}`,
      type: undoEventType,
      entity,
      entityId,
      dedupeKey: null,
      occurredAt: null,
      via: "manual",
      data,
      runs: 1,
    },
  ]);
  const id = newId(ids);
  await enqueueRuns({ trx, queue }, [
    {
      id,
      eventId,
      flowId: run.flow_id,
      flowVersion: run.flow_version,
      connectionId,
      entity,
      entityId,
      subjectKey: run.subject_key,
    },
  ]);
  return id;
}
