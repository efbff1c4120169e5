import { expect, it } from "vitest";
import { createDatabaseTime } from "./database-time.ts";
import { createManualClock } from "./manual-clock.fixture.ts";

it("an answer that came late does not move what an earlier, faster one told", () => {
  const clock = createManualClock();
  const time = createDatabaseTime(clock);
  clock.advance(1_002);
  // The database said 50,000 two milliseconds ago.
  expect(time.monotonicOf(50_100, 50_000)).toBe(1_102);
  clock.advance(130);
  // It said 50,050 eighty milliseconds ago: 50,100 is still where it was.
  expect(time.monotonicOf(50_100, 50_050)).toBe(1_102);
});

it("what was told two minutes ago is forgotten, as clocks are set", () => {
  const clock = createManualClock();
  const time = createDatabaseTime(clock);
  expect(time.monotonicOf(50_000, 50_000)).toBe(0);
  clock.advance(121_000);
  expect(time.monotonicOf(40_000, 40_000)).toBe(121_000);
});

it("a jump of either clock is learned at once, or every booking would seem to have passed", () => {
  const clock = createManualClock();
  const time = createDatabaseTime(clock);
  expect(time.monotonicOf(50_000, 50_000)).toBe(0);
  clock.advance(30_000);
  expect(time.monotonicOf(50_200, 50_100)).toBe(30_100);
});
