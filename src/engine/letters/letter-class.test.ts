import { describe, expect, it } from "vitest";
import { errorTable } from "../../core/errors.ts";
import { codesOf, type LetterClass, letterClasses, letterClassOf } from "./letter-class.ts";

describe("the class of a dead letter", () => {
  it.each<[string, LetterClass]>([
    ["MESSAGE_INVALID", "value"],
    ["TOTALS_DO_NOT_RECONCILE", "value"],
    ["TAX_UNMAPPED", "missing-reference"],
    ["LOOKUP_MISSING", "missing-reference"],
    ["RECORD_NOT_FOUND", "missing-reference"],
    ["REFUSED_BY_SYSTEM", "business-rule"],
    ["DOCUMENT_LOCKED", "business-rule"],
    ["DUPLICATE_FOUND", "duplicate"],
    ["NETWORK_UNREACHABLE", "connection"],
    ["NOT_PERMITTED", "connection"],
    ["OUTCOME_UNKNOWN", "uncertain"],
    ["POISON", "poison"],
    ["NOT_SUPPORTED", "setting"],
    ["UNEXPECTED", "bug"],
    ["A_CODE_OF_ANOTHER_VERSION", "bug"],
  ])("of %s is %s", (code, letterClass) => {
    expect(letterClassOf(code)).toBe(letterClass);
  });

  it("is found by its codes: every code belongs to exactly one class", () => {
    const codes = (Object.keys(letterClasses) as LetterClass[]).flatMap(codesOf);
    expect(codes.toSorted()).toEqual(Object.keys(errorTable).toSorted());
  });
});
