// Wall times of the server, with their offsets, over the change to winter time.
import { expect, test } from "vitest";
import { parseWrittenTime, toInstant, toWallTime, withServerOffset } from "./server-time.ts";

const PRAGUE = "Europe/Prague";

test("quirk 9: an instant is stored as the server's wall time and shown with its offset", () => {
  const wall = toWallTime(new Date("2024-11-02T22:41:07.193Z"), PRAGUE);
  expect(wall).toBe("2024-11-02T23:41:07.193");
  expect(withServerOffset(wall, PRAGUE)).toBe("2024-11-02T23:41:07.193+01:00");
  expect(withServerOffset("2024-07-01T10:00:00.120", PRAGUE)).toBe("2024-07-01T10:00:00.12+02:00");
  expect(withServerOffset("2024-07-01T10:00:00.000", PRAGUE)).toBe("2024-07-01T10:00:00+02:00");
});

test("quirk 9: both passes of the repeated hour are shown as standard time", () => {
  const first = toWallTime(new Date("2024-10-27T00:30:00Z"), PRAGUE);
  const second = toWallTime(new Date("2024-10-27T01:30:00Z"), PRAGUE);
  expect([first, second]).toEqual(["2024-10-27T02:30:00.000", "2024-10-27T02:30:00.000"]);
  expect(withServerOffset(first, PRAGUE)).toBe("2024-10-27T02:30:00+01:00");
  expect(toInstant(first, PRAGUE).toISOString()).toBe("2024-10-27T01:30:00.000Z");
});

test("a written instant becomes wall time", () => {
  expect(parseWrittenTime("2024-11-02T22:41:07Z", PRAGUE)).toBe("2024-11-02T23:41:07.000");
  expect(parseWrittenTime("2024-11-02T23:41:07", PRAGUE)).toBe("2024-11-02T23:41:07.000");
  expect(parseWrittenTime("soon", PRAGUE)).toBeUndefined();
});
