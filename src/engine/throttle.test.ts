import { describe, expect, it } from "vitest";
import type { Clock } from "../core/clock.ts";
import { createThrottle } from "./throttle.ts";

/** A clock on which waiting takes no time: a sleep moves it on. */
function manualClock() {
  let nowMs = 0;
  const sleepsMs: number[] = [];
  const clock: Clock = {
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    sleep: async (durationMs) => {
      sleepsMs.push(durationMs);
      nowMs += durationMs;
    },
  };
  const advance = (ms: number) => {
    nowMs += ms;
  };
  return { clock, sleepsMs, advance };
}

const { signal } = new AbortController();
const limits = { perSecond: 2, burst: 3, concurrency: 10 };

describe("the rate of calls", () => {
  it("allows a burst at once, and then one call each half second at two a second", async () => {
    const { clock, sleepsMs } = manualClock();
    const throttle = createThrottle(limits, clock);
    for (let call = 0; call < 5; call += 1) await throttle.admit(signal);
    expect(sleepsMs).toEqual([500, 500]);
  });

  it("allows a whole burst again after a quiet time, and no more", async () => {
    const { clock, sleepsMs, advance } = manualClock();
    const throttle = createThrottle(limits, clock);
    for (let call = 0; call < 3; call += 1) await throttle.admit(signal);
    advance(3_600_000);
    for (let call = 0; call < 4; call += 1) await throttle.admit(signal);
    expect(sleepsMs).toEqual([500]);
  });

  it("sends work away that would wait over five seconds in memory, and tells when to come back", async () => {
    const { clock } = manualClock();
    const stuck: Clock = { ...clock, sleep: () => new Promise(() => undefined) };
    const throttle = createThrottle({ perSecond: 0.5, burst: 1, concurrency: 10 }, stuck);
    await throttle.admit(signal);
    void throttle.admit(signal);
    void throttle.admit(signal);
    await expect(throttle.admit(signal)).rejects.toMatchObject({
      code: "RATE_LIMITED",
      retryAfterMs: 6_000,
    });
  });
});

describe("calls in flight", () => {
  it("are never more than allowed; the next goes when one has come back", async () => {
    const { clock } = manualClock();
    const throttle = createThrottle({ perSecond: 100, burst: 100, concurrency: 2 }, clock);
    await throttle.admit(signal);
    await throttle.admit(signal);
    let isAdmitted = false;
    const third = throttle.admit(signal).then(() => {
      isAdmitted = true;
    });
    await Promise.resolve();
    expect(isAdmitted).toBe(false);
    throttle.release();
    await third;
    expect(isAdmitted).toBe(true);
  });
});

describe("a pause the other system asked for", () => {
  it("sends all work away until it is over, with the time that is left", async () => {
    const { clock, advance } = manualClock();
    const throttle = createThrottle(limits, clock);
    throttle.pause(2_000);
    advance(500);
    const refused = throttle.admit(signal);
    await expect(refused).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 1_500 });
    advance(1_500);
    await throttle.admit(signal);
  });

  it("is not shortened by a later, shorter one", async () => {
    const { clock, advance } = manualClock();
    const throttle = createThrottle(limits, clock);
    throttle.pause(10_000);
    throttle.pause(1_000);
    advance(9_000);
    await expect(throttle.admit(signal)).rejects.toMatchObject({ retryAfterMs: 1_000 });
  });

  it("also holds for calls that were already waiting for their turn, whose places become free", async () => {
    const { clock } = manualClock();
    const throttle = createThrottle({ ...limits, concurrency: 1 }, clock);
    await throttle.admit(signal);
    const waiting = throttle.admit(signal);
    throttle.pause(1_000);
    throttle.release();
    await expect(waiting).rejects.toMatchObject({ code: "RATE_LIMITED" });
    await clock.sleep(1_000);
    await throttle.admit(signal);
  });
});
