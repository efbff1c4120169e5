// Chance that can be repeated.
import { expect, test } from "vitest";
import { seededRandom } from "./seeded-random.ts";

test("the same seed gives the same draws and another seed others", () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return [random.float(), random.int(1000), random.hex(8), random.uuid()];
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test("draws are spread evenly and stay in their range", () => {
  const random = seededRandom(1);
  const counts = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 10_000; draw += 1) {
    const drawn = random.int(10);
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(850);
  expect(Math.max(...counts)).toBeLessThan(1_150);
  expect(random.pick(["only"])).toBe("only");
  expect(() => random.pick([])).toThrow(RangeError);
});

test("a UUID says that it is random", () => {
  expect(seededRandom(3).uuid()).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});
