// Our reference in notes that people and FreshBooks may have touched.

import { expect, test } from "vitest";
import { carriesReference, referencesIn } from "./reference-line.ts";

const reference = "LL-7Q2MZK4R9XW3";

test.each([
  "Ref LL-7Q2MZK4R9XW3",
  "Order 1042\nRef LL-7Q2MZK4R9XW3",
  "Order 1042\r\nRef LL-7Q2MZK4R9XW3\r\nCalled on Monday",
  "  Ref LL-7Q2MZK4R9XW3  ",
])("quirk 14: the reference is found in %j", (text) => {
  expect(carriesReference(text, reference)).toBe(true);
});

test.each([
  null,
  "",
  "LL-7Q2MZK4R9XW3",
  "see Ref LL-7Q2MZK4R9XW3",
  "Ref LL-7Q2MZK4R9XW",
  "Ref LL-7Q2MZK4R9XW34",
  "Ref LL-7Q2MZK4R9XW4",
])("quirk 14: %j carries no such reference", (text) => {
  expect(carriesReference(text, reference)).toBe(false);
});

test("a note may carry several references", () => {
  expect(referencesIn("Ref LL-AAAAAAAAAAAA\nRef LL-BBBBBBBBBBBB")).toEqual([
    "LL-AAAAAAAAAAAA",
    "LL-BBBBBBBBBBBB",
  ]);
});
