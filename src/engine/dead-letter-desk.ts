// What a person does with dead letters: replay, discard, or let later work of the subject pass.

import { sql } from "kysely";
import { IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { closeDeadLetters, findDeadLetter, markReplaying } from "../store/dead-letters.ts";
import { toJsonb } from "../store/jsonb.ts";
import type { Db, Row } from "../store/schema.ts";
import type { RunQueue } from "./queue.ts";

export interface Desk {
  db: Db;
  queue: RunQueue;
}

type DeadLetter = Row<"dead_letter">;

/** The letter, kept from others until the transaction ends: two people may press replay at once. */
async function takeOpenLetter(trx: Db, id: string): Promise<DeadLetter> {
  const found = await findDeadLetter(trx, id);
  if (!found) throw new IntegrationError("NOT_FOUND", `There is no dead letter "${id}".`);
  const letter = await trx
    .selectFrom("dead_letter")
    .selectAll()
    .where("id", "=", found.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (letter.status === "open") return letter;
  throw new IntegrationError(
    "REQUEST_INVALID",
    `The dead letter ${letter.id} is ${letter.status}, not open.`,
  );
}

/** Works on a dead letter's run again, with the same references; optionally with an edited message. */
export async function replayDeadLetter(
  desk: Desk,
  id: string,
  edited?: JsonObject,
): Promise<DeadLetter> {
  return desk.db.transaction().execute(async (trx) => {
    const letter = await takeOpenLetter(trx, id);
    await markReplaying(trx, letter.id);
    await trx
      .updateTable("run")
      .set({
        status: "waiting",
        attempts: 0,
        finished_at: null,
        first_attempt_at: null,
        next_action_at: sql<Date>`ledgerline.instant()`,
        ...(edited ? { payload: toJsonb(edited) } : {}),
      })
      .where("id", "=", letter.run_id)
      .execute();
    await requeue(trx, desk.queue, letter.run_id);
    return letter;
  });
}

/** Its place in the queue is still held, unless later work was let past it. */
async function requeue(trx: Db, queue: RunQueue, runId: string): Promise<void> {
  const wasHeld = await queue.release(trx, [runId]);
  if (wasHeld > 0) return;
  const run = await trx
    .selectFrom("run")
    .select("subject_key")
    .where("id", "=", runId)
    .executeTakeFirstOrThrow();
  await queue.enqueue(trx, [{ runId, subjectKey: run.subject_key }]);
}

/** Closes a dead letter for good, with a note; later work of its subject goes on. */
export async function discardDeadLetter(
  desk: Desk,
  id: string,
  closing: { by: string; note: string },
): Promise<DeadLetter> {
  return desk.db.transaction().execute(async (trx) => {
    const letter = await takeOpenLetter(trx, id);
    await closeDeadLetters(trx, [letter.run_id], { status: "discarded", ...closing });
    await trx
      .updateTable("run")
      .set({ status: "discarded", finished_at: sql<Date>`ledgerline.instant()` })
      .where("id", "=", letter.run_id)
      .execute();
    await desk.queue.remove(trx, [letter.run_id]);
    return letter;
  });
}

/** Keeps a dead letter open, but lets later work of the same subject go on without it. */
export async function skipDeadLetter(desk: Desk, id: string): Promise<DeadLetter> {
  return desk.db.transaction().execute(async (trx) => {
    const letter = await takeOpenLetter(trx, id);
    await desk.queue.remove(trx, [letter.run_id]);
    return letter;
  });
}
