import { describe, expect, it } from "vitest";
import type { KnownReference } from "../../store/known-references.ts";
import { differencesOf, type FoundRecord } from "./differences.ts";

const reference = "LL-000000000001";

const known: KnownReference = {
  reference,
  recordIds: ["12"],
  takenBackIds: [],
  isShared: false,
  isUncertain: false,
  written: { total: "a", lines: "b" },
  draft: null,
};

function record(id: string, change: Partial<FoundRecord> = {}): FoundRecord {
  const content = { total: "a", lines: "b" };
  return { id, isDeleted: false, isMarked: true, content, ...change };
}

function kindsOf(ours: KnownReference | undefined, found: readonly FoundRecord[]): string[] {
  return differencesOf({ entity: "invoice", reference, known: ours, found }).map(
    ({ kind }) => kind,
  );
}

describe("what does not fit between a link and the records of the other system", () => {
  it("is nothing when the one record says what was written", () => {
    expect(kindsOf(known, [record("12")])).toEqual([]);
  });

  it("is a duplicate when two records carry the reference", () => {
    const [difference] = differencesOf({
      entity: "invoice",
      reference,
      known,
      found: [record("15"), record("12")],
    });
    expect(difference).toEqual({
      kind: "duplicate",
      message: `2 invoice records stand for the same thing (${reference}): 12, 15.`,
      details: { ids: ["12", "15"] },
    });
  });

  it("is a duplicate also when the record of the link was adopted without the reference", () => {
    const adopted = record("12", { isMarked: false });
    expect(kindsOf(known, [adopted, record("15")])).toEqual(["duplicate"]);
  });

  it("is no duplicate when the second record was deleted", () => {
    expect(kindsOf(known, [record("12"), record("15", { isDeleted: true })])).toEqual([]);
  });

  it("is a missing record when there is none of that id", () => {
    expect(kindsOf(known, [])).toEqual(["missing"]);
  });

  it("is a deleted record when a person deleted it", () => {
    expect(kindsOf(known, [record("12", { isDeleted: true })])).toEqual(["deleted"]);
  });

  it("is a changed record, with the parts a person changed and what they are now", () => {
    const changed = record("12", { content: { total: "c", lines: "b", notes: "d" } });
    const [difference] = differencesOf({ entity: "invoice", reference, known, found: [changed] });
    expect(difference).toEqual({
      kind: "changed",
      message: "Somebody changed total of the invoice 12.",
      details: { id: "12", parts: ["total"], now: { total: "c" } },
    });
  });

  it("is not the content of a record that people may edit", () => {
    const shared = { ...known, isShared: true, written: null };
    expect(kindsOf(shared, [record("12", { content: { total: "other" } })])).toEqual([]);
  });

  it("is an orphan when nothing we know belongs to the reference", () => {
    expect(kindsOf(undefined, [record("12")])).toEqual(["orphan"]);
    expect(kindsOf(undefined, [record("12", { isDeleted: true })])).toEqual([]);
  });

  it("is an orphan when the record was taken back and is there all the same", () => {
    const takenBack = { ...known, recordIds: [], takenBackIds: ["12"] };
    expect(kindsOf(takenBack, [record("12")])).toEqual(["orphan"]);
    expect(kindsOf(takenBack, [record("12", { isDeleted: true })])).toEqual([]);
  });

  it("is nothing while a create is still in doubt, but for two records", () => {
    const uncertain = { ...known, recordIds: [], isUncertain: true };
    expect(kindsOf(uncertain, [])).toEqual([]);
    expect(kindsOf(uncertain, [record("12")])).toEqual([]);
    expect(kindsOf(uncertain, [record("12"), record("15")])).toEqual(["duplicate"]);
  });

  it("does not call several clients of a shared key duplicates unless two carry the reference", () => {
    const shared = { ...known, isShared: true, written: null, recordIds: ["12", "13"] };
    const [old, current] = [record("12", { isMarked: false }), record("13")];
    expect(kindsOf(shared, [old, current])).toEqual([]);
    expect(kindsOf(shared, [record("12"), current])).toEqual(["duplicate"]);
  });
});
