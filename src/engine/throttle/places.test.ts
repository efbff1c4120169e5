import { expect, it } from "vitest";
import type { Clock } from "../../core/clock.ts";
import { createManualClock } from "./manual-clock.fixture.ts";
import { createPlaces } from "./places.ts";

const { signal } = new AbortController();
const wait = { longestMs: 20_000, signal };

/** Sleeps until its signal aborts: time stands still. */
function stillClock(): Clock {
  return {
    ...createManualClock(),
    sleep: (_ms, ended) =>
      new Promise((resolve) => ended?.addEventListener("abort", () => resolve())),
  };
}

it("calls in flight are never more than allowed; the next goes when one has come back", async () => {
  const places = createPlaces(1, stillClock());
  await places.take("a", wait);
  const order: string[] = [];
  const second = places.take("a", wait).then(() => order.push("second"));
  const third = places.take("a", wait).then(() => order.push("third"));
  const other = places.take("b", wait).then(() => order.push("other flow"));
  places.free();
  await second;
  places.free();
  await other;
  places.free();
  await third;
  expect(order).toEqual(["second", "other flow", "third"]);
});

it("who waits too long is sent away, and leaves no place taken behind", async () => {
  const places = createPlaces(1, createManualClock());
  await places.take("a", wait);
  expect(await places.take("a", wait)).toBe(false);
  places.free();
  expect(await places.take("a", wait)).toBe(true);
});

it("tells how long the one who waits longest has waited", async () => {
  const clock = { ...createManualClock(), sleep: stillClock().sleep };
  const places = createPlaces(1, clock);
  await places.take("a", wait);
  expect(places.waitingForMs()).toBe(0);
  void places.take("a", wait);
  clock.advance(3_000);
  void places.take("b", wait);
  expect(places.waitingForMs()).toBe(3_000);
});
