// Changes a record that was written before, unless nothing changed or it may not be changed any more.

import { IntegrationError } from "../core/errors.ts";
import { contentHash } from "../core/hash.ts";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import type { WrittenRecord } from "../flows/ports.ts";
import { type AttemptContext, callSystem, type Place } from "./attempt-context.ts";
import { settleContent, updateRecord } from "./settle-content.ts";
import {
  draftOf,
  stageLink,
  type Writing,
  warningsOf,
  writtenData,
  writtenMessage,
} from "./writing.ts";

export async function updateLinked(writing: Writing, id: string): Promise<WrittenRecord> {
  const planned = await planUpdate(writing, id);
  if ("unchanged" in planned) return planned.unchanged;
  const { message, draftHash } = planned;
  forgetContent(writing);
  const wire = await updateRecord(writing, id, message);
  stageLink(writing, { contentHash: null });
  const settled = await settleContent(writing, { id, message, wire });
  stageLink(writing, { contentHash: draftHash, data: writtenData(writing, settled.wire) });
  return { id, outcome: "updated", warnings: warningsOf(settled.message) };
}

/** What an update would write; or its result, when there is nothing to write. Throws when it may not. */
export async function planUpdate(
  writing: Writing,
  id: string,
): Promise<{ unchanged: WrittenRecord } | { message: unknown; draftHash: string }> {
  const { request, link } = writing;
  const unchanged: WrittenRecord = { id, outcome: "unchanged", warnings: [] };
  if (request.update === "never") return { unchanged };
  const message = request.build(link.reference);
  const draftHash = contentHash(draftOf(writing, message));
  if (draftHash === link.contentHash) return { unchanged };
  const current = await readCurrent(writing, id);
  if (request.update === "while-open" && isSettledDocument(current)) {
    return { unchanged: keepSettled(writing, { id, current, message }) };
  }
  return { message, draftHash };
}

/** Should the answer be lost, nobody knows what the record holds: a later run must not take it as known. */
function forgetContent({ context, link }: Writing): void {
  context.memory.putLink({ ...link, contentHash: null });
}

async function readCurrent(writing: Writing, id: string): Promise<JsonObject> {
  const { context, place } = writing;
  const wire = await readLinked(context, place, id);
  if (place.entity.isDeleted?.(wire)) {
    throw new IntegrationError(
      "RECORD_CHANGED_OUTSIDE",
      `The ${place.entity.name} ${id} was deleted by somebody, but its source has changed.`,
      { details: { id } },
    );
  }
  const message = writtenMessage(writing, wire);
  return isJsonObject(message) ? message : {};
}

export async function readLinked(
  context: AttemptContext,
  place: Place,
  id: string,
): Promise<unknown> {
  const { read } = place.entity;
  if (!read) {
    throw new IntegrationError("NOT_SUPPORTED", `${place.entity.name} records cannot be read.`);
  }
  return callSystem(context, place.connection, (call) => read.run({ id }, call));
}

/** A document on which money was received is not edited (commerce-pitfalls P20). */
export function isSettledDocument(message: JsonObject): boolean {
  return message["status"] === "paid" || message["status"] === "partial";
}

interface SettledDocument {
  id: string;
  current: JsonObject;
  message: unknown;
}

/** Words may differ on a paid document; money may not. */
function keepSettled(writing: Writing, document: SettledDocument): WrittenRecord {
  const { id, current, message } = document;
  const wanted = isJsonObject(message) ? message["total"] : null;
  if (amountText(current["total"]) === amountText(wanted)) {
    stageLink(writing, {});
    return {
      id,
      outcome: "unchanged",
      warnings: [`The ${writing.place.entity.name} is paid, so its text was left as it is.`],
    };
  }
  throw new IntegrationError(
    "DOCUMENT_LOCKED",
    `The ${writing.place.entity.name} ${id} is ${String(current["status"])} and comes to ` +
      `${amountText(current["total"])}, but the order now comes to ${amountText(wanted)}.`,
    { details: { id, current: current["total"], wanted } },
  );
}

function amountText(money: unknown): string {
  return isJsonObject(money) ? `${money["amount"]} ${money["currency"]}` : "an unknown amount";
}
