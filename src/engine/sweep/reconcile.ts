// Compares one kind of record of one connection with what was written: each reference exactly once over
// there, and saying what was last written. Reads pages of what changed where the connector can, else record
// by record; only what looks wrong is then looked at closely, and only that can become a finding.

import { listFindings } from "../../store/findings.ts";
import {
  listWrittenReferences,
  type RecordKind,
  type ReferencePosition,
  readKnownReferences,
} from "../../store/known-references.ts";
import { differencesOf, type FoundRecord } from "./differences.ts";
import { type Examination, examine, foundRecord } from "./examine.ts";

export interface Pass extends Examination {
  /** Changes and writes from `since` to `until` are compared. */
  since: Date;
  until: Date;
  /** Where a comparison record by record goes on. */
  position: ReferencePosition | null;
  /** Told how far a comparison record by record got. */
  onPosition(position: ReferencePosition): Promise<void>;
}

export interface PassResult {
  /** References compared. */
  compared: number;
  /** Differences found, old ones too. */
  differences: number;
}

const referencesPerPage = 500;
const recordsPerPage = 20;
const findingsPerPass = 1_000;
/** A record that young may be of work that has not ended. */
const orphanMs = 15 * 60_000;

export async function reconcile(pass: Pass): Promise<PassResult> {
  const { listChanged, referencesOf } = pass.entity;
  const compared = listChanged && referencesOf ? await comparePages(pass) : await compareEach(pass);
  const rest = await recheckFindings(pass, compared.examined);
  return {
    compared: compared.count,
    differences: compared.differences + rest,
  };
}

interface Compared {
  count: number;
  differences: number;
  /** References that were looked at closely. */
  examined: ReadonlySet<string>;
}

async function comparePages(pass: Pass): Promise<Compared> {
  const seen = await recordsByReference(pass);
  const references = new Set(seen.keys());
  let position: ReferencePosition | null = null;
  do {
    const page = await writtenPage(pass, position, referencesPerPage);
    for (const { reference } of page) references.add(reference);
    position = page.at(-1) ?? null;
  } while (position !== null);
  const suspects = await suspectsAmong(pass, [...references], seen);
  let differences = 0;
  for (const reference of suspects) {
    const ids = (seen.get(reference) ?? []).map(({ id }) => id);
    differences += (await examine(pass, reference, ids)).length;
  }
  return { count: references.size, differences, examined: new Set(suspects) };
}

interface SeenRecord extends FoundRecord {
  /** Changed so recently that its work may not have ended. */
  isYoung: boolean;
}

/** What changed over there, by the references it carries. */
async function recordsByReference(pass: Pass): Promise<Map<string, SeenRecord[]>> {
  const { entity, live, signal, since, until } = pass;
  const wires = await entity.listChanged?.run(
    { since: since.toISOString() },
    live.open({ signal, lane: "sweep" }),
  );
  const seen = new Map<string, SeenRecord[]>();
  for (const wire of wires ?? []) {
    const changedAt = Date.parse(entity.changedAt?.(wire) ?? "");
    const isYoung = changedAt > until.getTime() - orphanMs;
    for (const reference of entity.referencesOf?.(wire) ?? []) {
      const record = { ...foundRecord(entity, wire, reference), isYoung };
      seen.set(reference, [...(seen.get(reference) ?? []), record]);
    }
  }
  return seen;
}

/** References that do not look right at first sight. */
async function suspectsAmong(
  pass: Pass,
  references: readonly string[],
  seen: ReadonlyMap<string, SeenRecord[]>,
): Promise<string[]> {
  const suspects: string[] = [];
  for (let start = 0; start < references.length; start += referencesPerPage) {
    const page = references.slice(start, start + referencesPerPage);
    const known = await readKnownReferences(pass.db, kindOf(pass), page);
    for (const reference of page) {
      const found = seen.get(reference) ?? [];
      const comparison = {
        entity: pass.entity.name,
        reference,
        known: known.get(reference),
        found,
      };
      const isUnderWay = comparison.known === undefined && found.some(({ isYoung }) => isYoung);
      if (!isUnderWay && differencesOf(comparison).length > 0) suspects.push(reference);
    }
  }
  return suspects;
}

async function compareEach(pass: Pass): Promise<Compared> {
  const examined = new Set<string>();
  let { position } = pass;
  let differences = 0;
  for (;;) {
    const page = await writtenPage(pass, position, recordsPerPage);
    for (const { reference } of page) {
      differences += (await examine(pass, reference)).length;
      examined.add(reference);
    }
    position = page.at(-1) ?? null;
    if (position === null) return { count: examined.size, differences, examined };
    await pass.onPosition(position);
  }
}

/** Findings that this pass did not come across: is the difference still there? */
async function recheckFindings(pass: Pass, examined: ReadonlySet<string>): Promise<number> {
  const kind = kindOf(pass);
  const filter = { ...kind, limit: findingsPerPass };
  const open = [
    ...(await listFindings(pass.db, { ...filter, state: "open" })),
    ...(await listFindings(pass.db, { ...filter, state: "accepted" })),
  ];
  const references = new Set(open.map(({ reference }) => reference));
  let differences = 0;
  for (const reference of references) {
    if (examined.has(reference)) continue;
    differences += (await examine(pass, reference, recordIdsOf(open, reference))).length;
  }
  return differences;
}

/** Records that findings name: what no link knows is found by them again. */
export function recordIdsOf(
  findings: readonly { reference: string; details: Record<string, unknown> }[],
  reference: string,
): string[] {
  return findings
    .filter((finding) => finding.reference === reference)
    .flatMap(({ details }) => details["ids"] ?? [])
    .map(String);
}

function writtenPage(pass: Pass, position: ReferencePosition | null, limit: number) {
  const { db, since, until } = pass;
  return listWrittenReferences(db, kindOf(pass), { since, until, position, limit });
}

function kindOf({ live, entity }: Examination): RecordKind {
  return { connectionId: live.row.id, entity: entity.name };
}
