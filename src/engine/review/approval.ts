// Review before posting: a run goes on only when every write it would make was approved by a person.

import { IntegrationError } from "../../core/errors.ts";
import type { AttemptContext } from "../attempt-context.ts";
import type { RestOfSteps } from "../execution.ts";
import { previewContext } from "../preview/preview-context.ts";
import { createPreviewSystems, type PreviewNotes } from "../preview/preview-systems.ts";

/**
 * Throws HELD_FOR_REVIEW with the writes unless all were approved just so. After an attempt that broke
 * off in the middle fewer are left, and those need no second approval.
 */
export async function assertApproved(context: AttemptContext, rest: RestOfSteps): Promise<string> {
  const { writes } = await plan(context, rest);
  if (writes.length === 0) return "nothing to approve";
  const approved = new Set(context.run.approvedWrites);
  if (writes.every((write) => approved.has(write.hash))) return "approved";
  const changed = context.run.approvedWrites !== null;
  throw new IntegrationError(
    "HELD_FOR_REVIEW",
    changed
      ? "What would be posted has changed since it was approved, so it is held again."
      : "It is held so that a person approves what will be posted.",
    { details: { writes, changed } },
  );
}

async function plan(context: AttemptContext, rest: RestOfSteps): Promise<PreviewNotes> {
  const looking = previewContext(context);
  const records = new Map(rest.records);
  const notes: PreviewNotes = { writes: [], records };
  const systems = createPreviewSystems(looking, notes);
  await rest.run({ context: looking, systems, records, approve: async () => "previewed" });
  return notes;
}
