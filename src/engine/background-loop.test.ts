import { expect, it } from "vitest";
import { type Clock, systemClock, turnsEnd } from "../core/clock.ts";
import { createBackgroundLoop } from "./background-loop.ts";

/** A clock whose sleeps end when the test says so, or by their signal. */
function heldClock() {
  const pausesMs: number[] = [];
  const sleeping: (() => void)[] = [];
  const clock: Clock = {
    ...systemClock,
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        pausesMs.push(durationMs);
        sleeping.push(resolve);
        if (signal?.aborted) resolve();
        signal?.addEventListener("abort", () => resolve(), { once: true });
      }),
  };
  return { clock, pausesMs, wake: () => sleeping.shift()?.() };
}

async function turnsOfTheEventLoop(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await turnsEnd();
}

it("a turn that fails is reported, and the next one comes after the usual pause", async () => {
  const { clock, pausesMs, wake } = heldClock();
  const errors: string[] = [];
  let turns = 0;
  const onError = ({ message }: Error) => void errors.push(message);
  const loop = createBackgroundLoop({ clock, onError, everyMs: 1_000 }, async () => {
    turns += 1;
    if (turns === 1) throw new Error("the first turn failed");
    return 50;
  });
  loop.start();
  loop.start();
  await turnsOfTheEventLoop();
  wake();
  await turnsOfTheEventLoop();
  await loop.stop();
  expect(turns).toBe(2);
  expect(pausesMs).toEqual([1_000, 50]);
  expect(errors).toEqual(["the first turn failed"]);
});

it("a stop waits for the turn under way and cuts only the pause short", async () => {
  const { clock } = heldClock();
  const { promise: work, resolve: finish } = Promise.withResolvers<undefined>();
  const loop = createBackgroundLoop(
    { clock, onError: () => undefined, everyMs: 1_000 },
    () => work,
  );
  loop.start();
  await turnsOfTheEventLoop();
  let hasStopped = false;
  const stopped = loop.stop().then(() => {
    hasStopped = true;
  });
  await turnsOfTheEventLoop();
  expect([hasStopped, loop.signal.aborted]).toEqual([false, true]);
  finish(undefined);
  await stopped;
  expect(hasStopped).toBe(true);
});
