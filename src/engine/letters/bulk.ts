// Replays or discards many dead letters: begun, watched, paused and cancelled here, worked on by
// bulk-runner.ts. What is under way is on disk, so it goes on after a restart.

import { IntegrationError } from "../../core/errors.ts";
import { type IdSource, newId } from "../../core/ids.ts";
import {
  type BulkAction,
  type BulkProgress,
  createBulkAction,
  findBulkAction,
  setBulkStatus,
} from "../../store/bulk-actions.ts";
import type { LetterFilter } from "../../store/dead-letters.ts";
import type { Db } from "../../store/schema.ts";

export interface BulkRequest {
  kind: BulkAction["kind"];
  filter: LetterFilter;
  by: string;
  /** Why nothing has to be done; only for a discard. */
  note?: string;
  /** One letter goes first; the rest follows only when it succeeds. */
  canary?: boolean;
  /** Most that are begun in a minute. */
  perMinute?: number;
}

/** Begins an action on all open letters that match now. Throws NOT_FOUND when there are none. */
export async function startBulkAction(
  db: Db,
  ids: IdSource,
  request: BulkRequest,
): Promise<BulkProgress> {
  const id = newId(ids);
  await db.transaction().execute(async (trx) => {
    const total = await createBulkAction(trx, {
      id,
      kind: request.kind,
      filter: request.filter,
      note: request.note ?? null,
      startedBy: request.by,
      canary: request.canary ?? false,
      perMinute: request.perMinute ?? null,
    });
    if (total > 0) return;
    throw new IntegrationError("NOT_FOUND", "No open dead letter is meant by that.", {
      hint: "Those of an action that is under way are left out; see: dead-letters bulk",
    });
  });
  return bulkAction(db, id);
}

/** An action with its progress; throws NOT_FOUND. */
export async function bulkAction(db: Db, id: string): Promise<BulkProgress> {
  const found = await findBulkAction(db, id);
  if (found) return found;
  throw new IntegrationError("NOT_FOUND", `There is no action "${id}" on dead letters.`);
}

const changes = {
  pause: { from: ["running"], to: "paused" },
  resume: { from: ["paused"], to: "running" },
  cancel: { from: ["running", "paused"], to: "cancelled" },
} as const;

export type BulkChange = keyof typeof changes;

/**
 * Pauses, resumes or cancels an action. Letters that were begun are finished; those of a cancelled action
 * that were not stay open. Throws REQUEST_INVALID when it is over already.
 */
export async function changeBulkAction(
  db: Db,
  id: string,
  change: BulkChange,
): Promise<BulkProgress> {
  const action = await bulkAction(db, id);
  if (await setBulkStatus(db, action.id, changes[change])) return bulkAction(db, action.id);
  throw new IntegrationError(
    "REQUEST_INVALID",
    `The action ${action.id} is ${action.status}, so there is nothing to ${change}.`,
  );
}
