// What undoing takes back, in the right order, and what it must leave alone, with the reason.

import type { Dependent } from "../../connector-kit/entity.ts";
import { ensureError } from "../../core/errors.ts";
import { isJsonObject } from "../../core/json.ts";
import {
  findLinksTo,
  listRunsOfSubject,
  listTracedWrites,
  type TracedWrite,
} from "../../store/undo.ts";
import {
  type AttemptContext,
  callSystem,
  effectReference,
  type Place,
} from "../attempt-context.ts";
import { type LinkWrite, subjectKeyOf } from "../run.ts";
import { toLinkWrite } from "../run-memory.ts";
import { readLinked } from "../update-effect.ts";
import { changedParts, type Fingerprints, fingerprintsOf } from "../written-content.ts";
import type { UndoScope } from "./undo-event.ts";

/**
 * reverse: it is taken back. gone: it is not there any more. kept: others use it, or it was there before.
 * refused: somebody did something with it since, so nothing at all is undone.
 */
export type UndoVerdict = "reverse" | "gone" | "kept" | "refused";

export interface UndoItem {
  place: Place;
  link: LinkWrite;
  id: string;
  verdict: UndoVerdict;
  /** Why, in the user's words; empty for what is simply taken back. */
  reason: string;
}

/** Newest first: payments before their invoice, the invoice before its client. */
export async function planUndo(context: AttemptContext, scope: UndoScope): Promise<UndoItem[]> {
  const runIds = scope.wholeOrder
    ? await listRunsOfSubject(context.db, subjectKeyOf(context.run))
    : [scope.runId];
  const made = await madeRecords(context, await listTracedWrites(context.db, runIds));
  const items: UndoItem[] = [];
  for (const record of made.toReversed()) items.push(await judge(context, record, items));
  return items;
}

interface MadeRecord {
  place: Place;
  link: LinkWrite;
  id: string;
}

/** The records behind the writes of a trace that a link knows, each once, oldest first. */
async function madeRecords(
  context: AttemptContext,
  writes: readonly TracedWrite[],
): Promise<MadeRecord[]> {
  const connections = [...context.connections.values()];
  const links = await findLinksTo(context.db, {
    connectionIds: connections.map(({ row }) => row.id),
    toIds: writes.map(({ id }) => id),
  });
  const made = new Map<string, MadeRecord>();
  for (const { message, id, outcome } of writes) {
    if (outcome === "updated") continue;
    const link = links.find(
      (each) => each.to_id === id && placeOfLink(context, each)?.entity.canonical === message,
    );
    const place = link && placeOfLink(context, link);
    if (place) made.set(link.id, { place, link: toLinkWrite(link), id });
  }
  return [...made.values()];
}

function placeOfLink(
  context: AttemptContext,
  link: { to_connection_id: string; to_entity: string },
): Place | undefined {
  for (const connection of context.connections.values()) {
    if (connection.row.id !== link.to_connection_id) continue;
    const entity = Object.values(connection.connector.entities).find(
      ({ name }) => name === link.to_entity,
    );
    if (entity) return { connection, entity };
  }
  return undefined;
}

type Verdict = Pick<UndoItem, "verdict" | "reason">;

/** `before`: what is undone before this record. */
async function judge(
  context: AttemptContext,
  record: MadeRecord,
  before: readonly UndoItem[],
): Promise<UndoItem> {
  return { ...record, ...(await verdictOf(context, record, before)) };
}

async function verdictOf(
  context: AttemptContext,
  record: MadeRecord,
  before: readonly UndoItem[],
): Promise<Verdict> {
  const { place, link, id } = record;
  const wire = await readIfThere(context, place, id);
  if (wire === null || place.entity.isDeleted?.(wire)) {
    return { verdict: "gone", reason: "It is not there any more." };
  }
  const isShared = isSharedLink(context, link);
  if (isShared && !isMarked(record, wire)) {
    return { verdict: "kept", reason: "It was there before." };
  }
  // Others may use and edit a shared record as they like; it then simply stays.
  const objection = isShared ? "kept" : "refused";
  const reason = changedSince(record, wire) ?? (await usedSince(context, record, before));
  if (reason !== null) return { verdict: objection, reason };
  if (place.entity.reversal) return { verdict: "reverse", reason: "" };
  const { title } = place.connection.connector;
  return { verdict: "refused", reason: `${title} cannot take it back.` };
}

async function readIfThere(context: AttemptContext, place: Place, id: string): Promise<unknown> {
  try {
    return await readLinked(context, place, id);
  } catch (thrown) {
    if (ensureError(thrown).code === "RECORD_NOT_FOUND") return null;
    throw thrown;
  }
}

/** A client that was adopted by its e-mail address carries no reference of ours, or another one. */
function isMarked({ place, link }: MadeRecord, wire: unknown): boolean {
  return place.entity.referencesOf?.(wire).includes(link.reference) ?? false;
}

/** The reference of a shared record comes from its natural key and not from its source. */
function isSharedLink(context: AttemptContext, link: LinkWrite): boolean {
  return link.reference !== effectReference(context, link);
}

function changedSince({ place, link }: MadeRecord, wire: unknown): string | null {
  const now = fingerprintsOf(place.entity, wire);
  const before = link.data["written"] ?? link.data["made"];
  if (!now || !isJsonObject(before)) return null;
  const parts = changedParts(before as Fingerprints, now);
  return parts.length === 0 ? null : `Somebody changed its ${parts.join(", ")} since.`;
}

async function usedSince(
  context: AttemptContext,
  { place, id }: MadeRecord,
  before: readonly UndoItem[],
): Promise<string | null> {
  const dependents = place.entity.reversal?.dependents;
  if (!dependents) return null;
  const found = await callSystem(context, place.connection, (call) => dependents.run({ id }, call));
  const others = found.filter((dependent) => !before.some((item) => isTakenBack(item, dependent)));
  if (others.length === 0) return null;
  return `It is used by ${others.map((each) => `${each.entity} ${each.id}`).join(", ")}.`;
}

function isTakenBack({ place, id, verdict }: UndoItem, dependent: Dependent): boolean {
  return verdict === "reverse" && place.entity.name === dependent.entity && id === dependent.id;
}
