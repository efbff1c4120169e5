import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Random } from "../core/ids.ts";
import { isExhausted, retryDelayMs, retrySchedule } from "./retry-schedule.ts";

const drawing = (float: number): Random => ({
  float: () => float,
  bytes: (length) => new Uint8Array(length),
});
/** What a draw can be: 0 up to, but not including, 1. */
const draws = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("the delay before the next attempt", () => {
  it.each([
    [1, 2_000],
    [2, 6_000],
    [3, 18_000],
    [4, 54_000],
    [8, 4_374_000],
    [9, 7_200_000],
    [11, 7_200_000],
  ])("after %i attempts is at most %i ms", (attempts, longestMs) => {
    expect(retryDelayMs(attempts, drawing(1 - Number.EPSILON))).toBe(longestMs);
  });

  it("is never longer than two hours and never shorter than a quarter of a second", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), draws, (attempts, draw) => {
        const delayMs = retryDelayMs(attempts, drawing(draw));
        expect(delayMs).toBeGreaterThanOrEqual(250);
        expect(delayMs).toBeLessThanOrEqual(retrySchedule.capMs);
      }),
    );
  });

  it("uses the whole range, so that work that failed together does not come back together", () => {
    expect(retryDelayMs(3, drawing(0))).toBe(250);
    expect(retryDelayMs(3, drawing(0.5))).toBe(9_000);
  });
});

describe("work", () => {
  it.each([
    [11, 0, false],
    [12, 0, true],
    [1, 24 * 3_600_000 - 1, false],
    [1, 24 * 3_600_000, true],
  ])("after %i attempts and %i ms is given up: %s", (attempts, sinceMs, exhausted) => {
    expect(isExhausted(attempts, sinceMs)).toBe(exhausted);
  });

  it("has all its attempts within a day, also with the longest delays", () => {
    const longest = Array.from({ length: 11 }, (_, index) => retryDelayMs(index + 1, drawing(1)));
    expect(longest.reduce((sum, delayMs) => sum + delayMs)).toBeLessThan(retrySchedule.horizonMs);
  });
});
