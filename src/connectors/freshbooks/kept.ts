// Refuses to write to what a person deleted in FreshBooks.

import { IntegrationError } from "../../core/errors.ts";
import { type Deletable, isDeleted } from "./wire/fields.ts";

/** The record itself; throws RECORD_CHANGED_OUTSIDE when it is deleted. */
export function assertKept<Wire extends Deletable & { id: string | number }>(
  record: Wire,
  name: string,
): Wire {
  if (!isDeleted(record)) return record;
  throw new IntegrationError(
    "RECORD_CHANGED_OUTSIDE",
    `The ${name} ${record.id} was deleted in FreshBooks.`,
    { hint: `Restore the ${name} in FreshBooks and replay, or discard the work.` },
  );
}
