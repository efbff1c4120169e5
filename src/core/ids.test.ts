import { describe, expect, test } from "vitest";
import type { Clock } from "./clock.ts";
import { newId, systemRandom } from "./ids.ts";

function clockAt(epochMs: number): Clock {
  return { now: () => new Date(epochMs), monotonicMs: () => epochMs, sleep: async () => {} };
}

describe("ids", () => {
  test("are UUIDs of version 7 that sort by the time of their making", () => {
    const start = Date.UTC(2024, 10, 2);
    const made = Array.from({ length: 200 }, (_, step) =>
      newId({ clock: clockAt(start + step), random: systemRandom }),
    );
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
    for (const id of made) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  test("of one millisecond differ", () => {
    const source = { clock: clockAt(1_730_000_000_000), random: systemRandom };
    const made = Array.from({ length: 1_000 }, () => newId(source));
    expect(new Set(made).size).toBe(1_000);
  });

  test("are the same for the same clock and the same chance, so that simulations repeat", () => {
    const random = { float: () => 0.5, bytes: (length: number) => new Uint8Array(length).fill(7) };
    const source = { clock: clockAt(1_730_000_000_000), random };
    expect(newId(source)).toBe(newId(source));
  });
});

describe("chance", () => {
  test("gives numbers from 0 to below 1 and as many bytes as asked for", () => {
    for (let draw = 0; draw < 1_000; draw += 1) {
      const number = systemRandom.float();
      expect(number >= 0 && number < 1).toBe(true);
    }
    expect(systemRandom.bytes(32)).toHaveLength(32);
    expect(systemRandom.bytes(32)).not.toEqual(systemRandom.bytes(32));
  });
});
