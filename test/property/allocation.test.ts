// Splitting an amount, against integer arithmetic of its own: nothing lost, nothing depends on the order.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate } from "../../src/core/allocation.ts";
import { textAsUnits, unitsAsText } from "../../src/core/minor-units.fixture.ts";
import { holds } from "../support/generated.ts";

const currency = fc.constantFrom(
  { code: "JPY", digits: 0 },
  { code: "USD", digits: 2 },
  { code: "KWD", digits: 3 },
);
const weights = fc
  .array(fc.bigInt({ min: 0n, max: 1_000_000n }), { minLength: 1, maxLength: 40 })
  .filter((list) => list.some((weight) => weight > 0n));
const whole = fc.bigInt({ min: 0n, max: 10n ** 12n });
const sum = (list: readonly bigint[]) => list.reduce((total, each) => total + each, 0n);

interface Split {
  units: bigint;
  weights: readonly bigint[];
  currency: { code: string; digits: number };
}

function partsOf({ units, weights: list, currency: { code, digits } }: Split): bigint[] {
  return allocate(unitsAsText(units, digits), list.map(String), code).map(textAsUnits);
}

const splits = fc.record({ units: whole, weights, currency });

describe("an amount that is split", () => {
  it("is the sum of its parts, also when it is negative", () => {
    holds(
      fc.property(splits, (split) => {
        expect(sum(partsOf(split))).toBe(split.units);
        const mirrored = partsOf({ ...split, units: -split.units });
        expect(mirrored.map((part) => -part)).toEqual(partsOf(split));
      }),
    );
  });

  it("gives every weight its share, whatever its place in the list", () => {
    const shuffled = splits.chain((split) =>
      fc
        .shuffledSubarray([...split.weights.keys()], { minLength: split.weights.length })
        .map((order) => ({ split, order })),
    );
    holds(
      fc.property(shuffled, ({ split, order }) => {
        const moved = order.map((index) => split.weights[index] ?? 0n);
        const pairs = (list: readonly bigint[], parts: readonly bigint[]) =>
          list.map((weight, index) => `${weight}:${parts[index]}`).toSorted();
        expect(pairs(moved, partsOf({ ...split, weights: moved }))).toEqual(
          pairs(split.weights, partsOf(split)),
        );
      }),
    );
  });

  it("gives the units left over to the largest remainders", () => {
    holds(
      fc.property(splits, (split) => {
        const total = sum(split.weights);
        const shares = partsOf(split).map((part, index) => {
          const product = split.units * (split.weights[index] ?? 0n);
          return { extra: part - product / total, remainder: product % total };
        });
        const smallestGiven = shares.filter(({ extra }) => extra === 1n);
        const largestKept = shares.filter(({ extra }) => extra === 0n);
        expect(smallestGiven.length + largestKept.length).toBe(shares.length);
        for (const given of smallestGiven) {
          expect(largestKept.some(({ remainder }) => remainder > given.remainder)).toBe(false);
        }
      }),
    );
  });
});
