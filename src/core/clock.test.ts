import { expect, test } from "vitest";
import { systemClock } from "./clock.ts";

test("a sleep ends at once when its signal aborts, before it or during it", async () => {
  await systemClock.sleep(3_600_000, AbortSignal.abort());
  const controller = new AbortController();
  const sleep = systemClock.sleep(3_600_000, controller.signal);
  controller.abort();
  await sleep;
});

test("a sleep ends by itself, and the monotonic clock goes forward", async () => {
  const startedMs = systemClock.monotonicMs();
  await systemClock.sleep(1);
  expect(systemClock.monotonicMs()).toBeGreaterThan(startedMs);
  expect(systemClock.now()).toBeInstanceOf(Date);
});
