import { expect, it } from "vitest";
import type { Clock } from "../core/clock.ts";
import { createDatabaseClock } from "./database-clock.ts";

const hourMs = 3_600_000;

/** A machine whose wall clock and steady clock are set by hand, beside a database with a clock of its own. */
function machine() {
  const state = { wallMs: 0, steadyMs: 0, databaseMs: 5 * hourMs };
  const clock: Clock = {
    now: () => new Date(state.wallMs),
    monotonicMs: () => state.steadyMs,
    sleep: async () => undefined,
  };
  const time = createDatabaseClock(clock, async () => new Date(state.databaseMs));
  return { state, time };
}

it("the time is the database's, and goes on steadily in between", async () => {
  const { state, time } = machine();
  expect(await time.synchronise()).toBe(0);
  state.steadyMs += 1_500;
  expect(time.now().getTime()).toBe(5 * hourMs + 1_500);
});

it("a step of the machine's own clock means nothing", async () => {
  const { state, time } = machine();
  await time.synchronise();
  state.wallMs += 3 * hourMs;
  expect(time.now().getTime()).toBe(5 * hourMs);
  state.wallMs -= 6 * hourMs;
  expect(time.now().getTime()).toBe(5 * hourMs);
});

it("a step of the database's clock is told, and followed", async () => {
  const { state, time } = machine();
  await time.synchronise();
  state.steadyMs += 10_000;
  state.databaseMs += 10_000 - 3 * hourMs;
  expect(await time.synchronise()).toBe(-3 * hourMs);
  expect(time.now().getTime()).toBe(2 * hourMs + 10_000);
});
