// Looks one reference up in the other system, exactly and with all that can be known of it, and notes what
// does not fit. The only place that opens or resolves findings; it never changes anything over there.

import type { Entity } from "../../connector-kit/entity.ts";
import type { CallContext } from "../../connector-kit/operation.ts";
import { ensureError } from "../../core/errors.ts";
import { type IdSource, newId } from "../../core/ids.ts";
import { type Difference, noteDifferences } from "../../store/findings.ts";
import { type KnownReference, readKnownReferences } from "../../store/known-references.ts";
import type { Db } from "../../store/schema.ts";
import { assertUsable, type LiveConnection } from "../live-connection.ts";
import { fingerprintsOf } from "../written-content.ts";
import { differencesOf, type FoundRecord } from "./differences.ts";

export interface Examination {
  db: Db;
  ids: IdSource;
  live: LiveConnection;
  entity: Entity;
  signal: AbortSignal;
  /** Who looked, for what is resolved by it. */
  by: "sweep" | "reconciliation" | "recheck";
}

/** Gives what does not fit. `seenIds`: records that were seen with the reference. */
export async function examine(
  examination: Examination,
  reference: string,
  seenIds: readonly string[] = [],
): Promise<Difference[]> {
  const { db, ids, live, entity, by } = examination;
  const kind = { connectionId: live.row.id, entity: entity.name };
  const readKnown = async () => (await readKnownReferences(db, kind, [reference])).get(reference);
  const found = await findRecords(examination, { reference, known: await readKnown(), seenIds });
  // Read again: work that ended meanwhile may have linked what was found.
  const known = await readKnown();
  const differences = differencesOf({ entity: entity.name, reference, known, found });
  const seen = differences.map((difference) => ({ ...difference, id: newId(ids) }));
  await db
    .transaction()
    .execute((trx) => noteDifferences(trx, { ...kind, reference }, { seen, by }));
  return differences;
}

interface Wanted {
  reference: string;
  known: KnownReference | undefined;
  seenIds: readonly string[];
}

async function findRecords(
  { live, entity, signal }: Examination,
  { reference, known, seenIds }: Wanted,
): Promise<FoundRecord[]> {
  assertUsable(live.row);
  const call = live.open({ signal, lane: "sweep" });
  const ids = new Set([...(known?.recordIds ?? []), ...(known?.takenBackIds ?? []), ...seenIds]);
  const wires = new Map<string, unknown>();
  for (const id of ids) {
    const wire = await readIfThere(entity, id, call);
    if (wire !== null) wires.set(id, wire);
  }
  // A record is as good as its draft for narrowing the search.
  const [draft = known?.draft ?? undefined] = wires.values();
  const marked = (await entity.findByReference?.run({ reference, draft }, call)) ?? [];
  for (const wire of marked) wires.set(entity.idOf(wire), wire);
  return [...wires.values()].map((wire) => foundRecord(entity, wire, reference));
}

async function readIfThere(entity: Entity, id: string, call: CallContext): Promise<unknown> {
  try {
    return (await entity.read?.run({ id }, call)) ?? null;
  } catch (thrown) {
    if (ensureError(thrown).code === "RECORD_NOT_FOUND") return null;
    throw thrown;
  }
}

/** A record of the other system as it is compared. */
export function foundRecord(entity: Entity, wire: unknown, reference: string): FoundRecord {
  return {
    id: entity.idOf(wire),
    isDeleted: entity.isDeleted?.(wire) ?? false,
    isMarked: entity.referencesOf?.(wire).includes(reference) ?? false,
    content: fingerprintsOf(entity, wire),
  };
}
