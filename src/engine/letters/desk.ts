// What a person does with one dead letter: replay, discard, or let later work of the subject pass.

import { sql } from "kysely";
import { IntegrationError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import { closeDeadLetters, findDeadLetter, markReplaying } from "../../store/dead-letters.ts";
import { toJsonb } from "../../store/jsonb.ts";
import type { Db, Row } from "../../store/schema.ts";
import type { RunQueue } from "../queue.ts";
import { checkEdited } from "./edited-message.ts";

export interface Desk {
  db: Db;
  queue: RunQueue;
}

/** The same inside a transaction. */
export interface DeskWithin {
  trx: Db;
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

/**
 * Works on a dead letter's run again, with the same references; optionally with an edited message. Throws
 * MESSAGE_INVALID naming the fields when that is not a message as the flow reads it.
 */
export async function replayDeadLetter(
  { db, queue }: Desk,
  id: string,
  edited?: JsonObject,
): Promise<DeadLetter> {
  return db.transaction().execute(async (trx) => {
    const letter = await takeOpenLetter(trx, id);
    if (edited) await useEdited(trx, letter, edited);
    await replayWithin({ trx, queue }, [letter]);
    return letter;
  });
}

async function useEdited(trx: Db, letter: DeadLetter, edited: JsonObject): Promise<void> {
  await checkEdited(trx, letter.run_id, edited);
  await trx
    .updateTable("run")
    .set({ payload: toJsonb(edited) })
    .where("id", "=", letter.run_id)
    .execute();
}

type LetterOfRun = Pick<DeadLetter, "id" | "run_id" | "subject_key">;

/** Gives runs back to the queue, with all their attempts; the letters must be locked by the caller. */
export async function replayWithin(
  { trx, queue }: DeskWithin,
  letters: readonly LetterOfRun[],
): Promise<void> {
  const runIds = letters.map((letter) => letter.run_id);
  await markReplaying(
    trx,
    letters.map((letter) => letter.id),
  );
  await trx
    .updateTable("run")
    .set({
      status: "waiting",
      attempts: 0,
      finished_at: null,
      first_attempt_at: null,
      next_action_at: sql<Date>`ledgerline.instant()`,
    })
    .where("id", "in", runIds)
    .execute();
  for (const letter of letters) await requeue({ trx, queue }, letter);
}

/** Its place in the queue is still held, unless later work was let past it. */
async function requeue({ trx, queue }: DeskWithin, letter: LetterOfRun): Promise<void> {
  const wasHeld = await queue.release(trx, [letter.run_id]);
  if (wasHeld > 0) return;
  await queue.enqueue(trx, [{ runId: letter.run_id, subjectKey: letter.subject_key }]);
}

export interface Closing {
  by: string;
  note: string;
}

/** Closes a dead letter for good, with a note; later work of its subject goes on. */
export async function discardDeadLetter(
  { db, queue }: Desk,
  id: string,
  closing: Closing,
): Promise<DeadLetter> {
  return db.transaction().execute(async (trx) => {
    const letter = await takeOpenLetter(trx, id);
    await discardWithin({ trx, queue }, [letter.run_id], closing);
    return letter;
  });
}

/** Closes the letters of runs and takes the runs out of the queue. */
export async function discardWithin(
  { trx, queue }: DeskWithin,
  runIds: readonly string[],
  closing: Closing,
): Promise<void> {
  await closeDeadLetters(trx, runIds, { resolution: "discarded", ...closing });
  await trx
    .updateTable("run")
    .set({ status: "discarded", finished_at: sql<Date>`ledgerline.instant()` })
    .where("id", "in", [...runIds])
    .execute();
  await queue.remove(trx, runIds);
}

/** Keeps a dead letter open, but lets later work of the same subject go on without it. */
export async function skipDeadLetter({ db, queue }: Desk, id: string): Promise<DeadLetter> {
  return db.transaction().execute(async (trx) => {
    const letter = await takeOpenLetter(trx, id);
    await queue.remove(trx, [letter.run_id]);
    return letter;
  });
}
