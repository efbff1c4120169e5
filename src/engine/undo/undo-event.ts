// An undo is a run of its own, in the queue of its subject: it has the same claims, retries and trace as
// any other, and nothing else works on the order meanwhile.

import type { ClaimedRun } from "../run.ts";

export const undoEventType = "run.undo";

export interface UndoScope {
  /** The run whose writes are taken back. */
  runId: string;
  /** Whether those of all other runs of the same record are too. */
  wholeOrder: boolean;
}

/** What an undo run takes back; null for a run of another kind. */
export function undoScopeOf({ event }: Pick<ClaimedRun, "event">): UndoScope | null {
  if (event.type !== undoEventType) return null;
  const { runId, wholeOrder } = event.data;
  return { runId: String(runId), wholeOrder: wholeOrder === true };
}
