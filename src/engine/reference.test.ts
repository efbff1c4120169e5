import { createSecretKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ReferenceParts, referenceOf } from "./reference.ts";

const keyOf = (byte: number) => createSecretKey(new Uint8Array(32).fill(byte));
const key = keyOf(9);
const invoice: ReferenceParts = {
  sourceConnectionId: "shop",
  entity: "order",
  id: "1042",
  purpose: "invoice",
  targetConnectionId: "books",
};
const partsOf = fc.record({
  sourceConnectionId: fc.string(),
  entity: fc.string(),
  id: fc.string(),
  purpose: fc.string(),
  targetConnectionId: fc.string(),
});

describe("a reference", () => {
  it("has a fixed length and only letters and digits that cannot be mistaken for each other", () => {
    fc.assert(
      fc.property(partsOf, (parts) => {
        expect(referenceOf(key, parts)).toMatch(/^LL-[0-9A-HJKMNP-TV-Z]{12}$/);
      }),
    );
  });

  it("is the same whenever it is asked for", () => {
    expect(referenceOf(key, invoice)).toBe(referenceOf(key, { ...invoice }));
  });

  it("differs with every part of what the effect is", () => {
    const others = Object.keys(invoice).map((part) => ({ ...invoice, [part]: "another" }));
    const references = [invoice, ...others].map((parts) => referenceOf(key, parts));
    expect(new Set(references).size).toBe(6);
  });

  it("differs between installations, so that two on one account do not take each other's records", () => {
    expect(referenceOf(keyOf(1), invoice)).not.toBe(referenceOf(key, invoice));
  });

  it("keeps apart parts that look alike when they are written one after the other", () => {
    const one = { ...invoice, entity: "order", id: "1" };
    const other = { ...invoice, entity: "order1", id: "" };
    expect(referenceOf(key, one)).not.toBe(referenceOf(key, other));
  });

  it("has not been the same for any two of 20,000 orders", () => {
    const references = Array.from({ length: 20_000 }, (_, id) =>
      referenceOf(key, { ...invoice, id: String(id) }),
    );
    expect(new Set(references).size).toBe(20_000);
  });
});
