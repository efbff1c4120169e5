import { describe, expect, it } from "vitest";
import { createManualClock } from "./manual-clock.fixture.ts";
import { createRoom } from "./room.ts";

function roomOf16(isBehind: () => boolean) {
  const clock = createManualClock();
  const room = createRoom({ clock, places: 16, isBehind });
  const enter = (times: number) => {
    for (let count = 0; count < times; count += 1) room.enter();
  };
  const refusedForMs = (): number => {
    try {
      room.enter();
      return 0;
    } catch (thrown) {
      return (thrown as { retryAfterMs: number }).retryAfterMs;
    }
  };
  return { clock, room, enter, refusedForMs };
}

describe("work of one connection", () => {
  it("may take all places of a process while the connection keeps up", () => {
    const { enter, refusedForMs } = roomOf16(() => false);
    enter(16);
    expect(refusedForMs()).toBe(0);
  });

  it("takes half of them when it does not: the other half is for other connections", () => {
    const { enter, refusedForMs } = roomOf16(() => true);
    enter(8);
    expect(refusedForMs()).toBeGreaterThan(0);
  });

  it("that held more than half when the connection fell behind leaves others as many on top", () => {
    let isBehind = false;
    const { room, enter } = roomOf16(() => isBehind);
    enter(16);
    expect(room.overShare()).toBe(0);
    isBehind = true;
    expect(room.overShare()).toBe(8);
  });

  it("that is sent away comes back one after the other, as fast as work was done before", () => {
    const { room, enter, refusedForMs } = roomOf16(() => true);
    enter(8);
    // Sixteen done in ten seconds: with a quarter more, two a second, so 500 ms apart.
    for (let count = 0; count < 16; count += 1) {
      room.leave();
      room.enter();
    }
    expect([refusedForMs(), refusedForMs(), refusedForMs()]).toEqual([1_500, 2_000, 2_500]);
  });

  it("is never sent away for more than five minutes", () => {
    const { enter, refusedForMs } = roomOf16(() => true);
    enter(8);
    const waitsMs = Array.from({ length: 100 }, refusedForMs);
    expect(waitsMs.at(-1)).toBe(300_000);
  });
});
