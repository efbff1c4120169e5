import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocate } from "./allocation.ts";
import { textAsUnits, unitsAsText } from "./minor-units.fixture.ts";

describe("allocating an amount", () => {
  test.each([
    ["10.00", ["10.00", "10.00", "10.00"], ["3.34", "3.33", "3.33"]],
    ["10.00", ["19.99", "5.00", "5.01"], ["6.66", "1.67", "1.67"]],
    ["2.00", Array(7).fill("1"), ["0.29", "0.29", "0.29", "0.29", "0.28", "0.28", "0.28"]],
    ["8.00", ["59.99", "12.50", "7.49"], ["6.00", "1.25", "0.75"]],
    ["21.49", ["25.90", "189.00"], ["2.59", "18.90"]],
    ["80.00", ["50.00", "40.00"], ["44.44", "35.56"]],
  ])("%s over %j gives %j", (amount, weights, expected) => {
    expect(allocate(amount, weights, "USD")).toEqual(expected);
  });

  test("weights that are all zero get equal parts", () => {
    expect(allocate("1.00", ["0", "0", "0"], "USD")).toEqual(["0.34", "0.33", "0.33"]);
  });

  test("a negative amount is the mirror of the positive one", () => {
    expect(allocate("-10.00", ["1", "1", "1"], "USD")).toEqual(["-3.34", "-3.33", "-3.33"]);
  });

  test("nothing is allocated over no weights", () => {
    expect(allocate("1.00", [], "USD")).toEqual([]);
  });

  test("yen are never split", () => {
    expect(allocate("100", ["1", "1", "1"], "JPY")).toEqual(["34", "33", "33"]);
  });

  // Integer arithmetic of its own: amounts in minor units, shares compared by cross-multiplication.
  test("the parts sum to the whole and each is less than one minor unit from its exact share", () => {
    const cases = fc.record({
      units: fc.bigInt({ min: -10_000_000n, max: 10_000_000n }),
      weights: fc.array(fc.bigInt({ min: 0n, max: 100_000n }), { minLength: 1, maxLength: 40 }),
      currency: fc.constantFrom(
        { code: "JPY", digits: 0 },
        { code: "USD", digits: 2 },
        { code: "KWD", digits: 3 },
      ),
    });
    fc.assert(
      fc.property(cases, ({ units, weights, currency }) => {
        const amount = unitsAsText(units, currency.digits);
        const parts = allocate(amount, weights.map(String), currency.code).map(textAsUnits);
        const total = weights.reduce((sum, weight) => sum + weight, 0n);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(units);
        parts.forEach((part, index) => {
          const weight = total === 0n ? 1n : (weights[index] ?? 0n);
          const whole = total === 0n ? BigInt(weights.length) : total;
          const distance = part * whole - units * weight;
          expect(distance < whole && distance > -whole).toBe(true);
        });
        expect(allocate(amount, weights.map(String), currency.code).map(textAsUnits)).toEqual(
          parts,
        );
      }),
      { numRuns: 500 },
    );
  });
});
