import { expect, it } from "vitest";
import { idPattern, onlyRow } from "./id-beginning.ts";

it("the beginning of an id is searched for, in whatever case it was typed", () => {
  expect(idPattern("01A1-")).toBe("01a1-%");
});

it("what no id begins with finds nothing instead of everything", () => {
  for (const text of ["", "%", "_", "K-1001", "zzz"]) expect(idPattern(text)).toBeNull();
});

it("of several rows none is picked", () => {
  expect(onlyRow([], "runs")).toBeUndefined();
  expect(onlyRow(["a"], "runs")).toBe("a");
  expect(() => onlyRow(["a", "b"], "runs")).toThrow("Several runs have an id that begins so.");
});
