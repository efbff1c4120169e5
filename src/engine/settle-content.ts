// After a write: does the other system's record come to what was meant? If not, it is corrected once.

import { IntegrationError } from "../core/errors.ts";
import { callSystem } from "./attempt-context.ts";
import { draftOf, type Writing, writtenMessage } from "./writing.ts";

export interface WrittenContent {
  id: string;
  /** What was sent. */
  message: unknown;
  /** What the other system made of it. */
  wire: unknown;
}

/** A record that fits. */
export interface SettledContent {
  /** As a canonical message. */
  message: unknown;
  wire: unknown;
}

/** Gives the record once it fits; throws when one correction was not enough. */
export async function settleContent(
  writing: Writing,
  written: WrittenContent,
): Promise<SettledContent> {
  const actual = writtenMessage(writing, written.wire);
  const { correct } = writing.request;
  const corrected = correct?.(actual, written.message) ?? null;
  if (!correct || corrected === null) return { message: actual, wire: written.wire };
  const wire = await updateRecord(writing, written.id, corrected);
  const again = writtenMessage(writing, wire);
  if (correct(again, corrected) === null) return { message: again, wire };
  throw new IntegrationError(
    "TOTALS_DO_NOT_RECONCILE",
    `The ${writing.place.entity.name} ${written.id} does not come to the right total, even corrected.`,
    { details: { sent: corrected, actual: again } },
  );
}

/** Writes the whole desired content of a record that exists. */
export async function updateRecord(
  writing: Writing,
  id: string,
  message: unknown,
): Promise<unknown> {
  const { context, place } = writing;
  const { update } = place.entity;
  if (!update) {
    throw new IntegrationError("NOT_SUPPORTED", `${place.entity.name} records cannot be changed.`);
  }
  const draft = draftOf(writing, message);
  return callSystem(context, place.connection, (call) => update.run({ id, draft }, call));
}
