// Deletes a record the way FreshBooks does: it stays readable with vis_state 1 (quirk 6).

import type { CallContext } from "../../connector-kit/operation.ts";
import { changeRecord, type Resource, readRecord } from "./resource.ts";
import { type Deletable, isDeleted } from "./wire/fields.ts";

/** The deleted record; nothing is sent when it is deleted already. Throws RECORD_NOT_FOUND. */
export async function deleteRecord<Wire extends Deletable>(
  context: CallContext,
  resource: Resource<Wire>,
  id: string,
): Promise<Wire> {
  const current = await readRecord(context, resource, id);
  if (isDeleted(current)) return current;
  return changeRecord(context, resource, { id, body: { vis_state: 1 } });
}
