// What a replay of dead letters would write, found out without writing anything.

import type { JsonObject } from "../../core/json.ts";
import { readAsClaimed } from "../../store/runs.ts";
import type { Db, Row } from "../../store/schema.ts";
import { toClaimedRun } from "../claims.ts";
import type { PreviewedRun, Previewer } from "../preview/preview-run.ts";
import { checkEdited } from "./edited-message.ts";

export interface DryRunDesk {
  db: Db;
  previewer: Previewer;
}

/**
 * Works through the letter's run without sending any write; optionally with an edited message. Throws
 * MESSAGE_INVALID naming the fields when that is not a message as the flow reads it.
 */
export async function dryRunLetter(
  { db, previewer }: DryRunDesk,
  letter: Pick<Row<"dead_letter">, "run_id">,
  edited?: JsonObject,
): Promise<PreviewedRun> {
  if (edited) await checkEdited(db, letter.run_id, edited);
  const run = toClaimedRun(await readAsClaimed(db, letter.run_id), 0);
  return previewer.preview(edited ? { ...run, payload: edited } : run);
}
