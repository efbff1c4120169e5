// What does not fit between what we know of a reference and the records found for it. Pure.

import type { JsonObject } from "../../core/json.ts";
import type { Difference } from "../../store/findings.ts";
import type { KnownReference } from "../../store/known-references.ts";
import { changedParts, type Fingerprints } from "../written-content.ts";

/** A record of the other system as far as it is compared. */
export interface FoundRecord {
  id: string;
  isDeleted: boolean;
  /** Whether it carries the reference. */
  isMarked: boolean;
  /** Null when its connector does not say what its content is. */
  content: Fingerprints | null;
}

export interface Comparison {
  /** The vendor's word for the kind of record. */
  entity: string;
  reference: string;
  /** Undefined when the reference belongs to nothing we know. */
  known: KnownReference | undefined;
  /** All records that carry the reference, and those our links name, as far as they exist. */
  found: readonly FoundRecord[];
}

export function differencesOf(comparison: Comparison): Difference[] {
  const { known, found } = comparison;
  const kept = found.filter(({ isDeleted }) => !isDeleted);
  if (known === undefined) return kept.length > 0 ? [orphan(comparison, kept)] : [];
  const rivals = kept.filter(({ id, isMarked }) => isMarked || isNamed(known, id));
  return [
    ...(rivals.length > 1 ? [duplicate(comparison, rivals)] : []),
    ...known.recordIds.flatMap((id) => differencesOfRecord(comparison, known, id)),
    ...strays(comparison, known, rivals),
  ];
}

/** Links of one shared client may name several records, of which one carries the reference. */
function isNamed(known: KnownReference, id: string): boolean {
  return !known.isShared && known.recordIds.includes(id);
}

function duplicate({ entity, reference }: Comparison, records: readonly FoundRecord[]): Difference {
  const ids = idsOf(records);
  return {
    kind: "duplicate",
    message: `${ids.length} ${entity} records stand for the same thing (${reference}): ${ids.join(", ")}.`,
    details: { ids },
  };
}

/** What is wrong with the one record a link names. */
function differencesOfRecord(
  { entity, found }: Comparison,
  known: KnownReference,
  id: string,
): Difference[] {
  const record = found.find((each) => each.id === id);
  if (!record) {
    return [difference("missing", `The ${entity} ${id} is not there any more.`, { id })];
  }
  if (record.isDeleted) {
    return [difference("deleted", `The ${entity} ${id} was deleted by somebody.`, { id })];
  }
  if (!known.written || !record.content) return [];
  const parts = changedParts(known.written, record.content);
  if (parts.length === 0) return [];
  const now = Object.fromEntries(parts.map((part) => [part, record.content?.[part] ?? ""]));
  return [
    difference("changed", `Somebody changed ${parts.join(", ")} of the ${entity} ${id}.`, {
      id,
      parts,
      now,
    }),
  ];
}

/** Records that carry our reference although no link says they should be there. */
function strays(
  comparison: Comparison,
  known: KnownReference,
  marked: readonly FoundRecord[],
): Difference[] {
  if (known.recordIds.length > 0 || known.isUncertain || marked.length === 0) return [];
  return [orphan(comparison, marked)];
}

function orphan(
  { entity, reference, known }: Comparison,
  records: readonly FoundRecord[],
): Difference {
  const ids = idsOf(records);
  const isTakenBack = ids.some((id) => known?.takenBackIds.includes(id));
  const why = isTakenBack ? "was taken back, but is there" : "carries our reference, but no link";
  return difference("orphan", `The ${entity} ${ids.join(", ")} ${why} (${reference}).`, { ids });
}

function difference(kind: Difference["kind"], message: string, details: JsonObject): Difference {
  return { kind, message, details };
}

function idsOf(records: readonly FoundRecord[]): string[] {
  return records.map(({ id }) => id).sort();
}
