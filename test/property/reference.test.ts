// Reference K: one text per effect, which no other effect has, also not as its beginning.

import { createSecretKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ReferenceParts, referenceOf } from "../../src/engine/reference.ts";
import { holds } from "../support/generated.ts";

const key = createSecretKey(new Uint8Array(32).fill(5));
/** Texts that look like several parts, or like the quoting that keeps parts apart. */
const part = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "grapheme", maxLength: 6 }),
  fc.stringMatching(/^["\\,:|[\] /-]{0,6}$/),
  fc.constantFrom("", '","', '\\"', "1", "10", "1|2", "order|1"),
);
const parts: fc.Arbitrary<ReferenceParts> = fc.record({
  sourceConnectionId: part,
  entity: part,
  id: part,
  purpose: part,
  targetConnectionId: part,
});

/** The same letters cut at other places: what a mere concatenation cannot tell apart. */
function recut({ sourceConnectionId, entity, id, purpose, targetConnectionId }: ReferenceParts) {
  return { sourceConnectionId, entity: entity + id, id: "", purpose, targetConnectionId };
}

describe("a reference", () => {
  it("has fifteen characters that survive any field and any reading aloud", () => {
    holds(
      fc.property(parts, (effect) => {
        expect(referenceOf(key, effect)).toMatch(/^LL-[0-9A-HJKMNP-TV-Z]{12}$/);
      }),
    );
  });

  it("differs for every two effects that differ in anything", () => {
    holds(
      fc.property(parts, parts, (left, right) => {
        const isSame = JSON.stringify(left) === JSON.stringify(right);
        expect(referenceOf(key, left) === referenceOf(key, right)).toBe(isSame);
      }),
      500,
    );
  });

  it("differs when the same letters are cut into other parts", () => {
    holds(
      fc.property(parts, (effect) => {
        const other = recut(effect);
        const isSame = other.entity === effect.entity && other.id === effect.id;
        expect(referenceOf(key, effect) === referenceOf(key, other)).toBe(isSame);
      }),
    );
  });

  it("is never the beginning of another, not even of a neighbouring number's", () => {
    holds(
      fc.property(parts, fc.nat(), (effect, number) => {
        const near = [number, number * 10, number + 1].map((id) =>
          referenceOf(key, { ...effect, id: String(id) }),
        );
        for (const one of near) {
          const others = near.filter((each) => each !== one);
          expect(others.some((each) => each.startsWith(one))).toBe(false);
        }
      }),
    );
  });

  it("belongs to one installation", () => {
    const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });
    holds(
      fc.property(parts, secrets, secrets, (effect, left, right) => {
        const own = referenceOf(createSecretKey(left), effect);
        const foreign = referenceOf(createSecretKey(right), effect);
        expect(own === foreign).toBe(Buffer.compare(left, right) === 0);
      }),
    );
  });
});
