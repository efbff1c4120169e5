// Quirk 10: timestamps are US Eastern local time.

import { expect, test } from "vitest";
import { easternDay, easternInstant } from "./eastern-time.ts";

test.each([
  ["2026-06-29 12:52:44", "2026-06-29T16:52:44.000Z"],
  ["2026-06-29 12:52:44.256995", "2026-06-29T16:52:44.000Z"],
  ["2026-01-15 12:00:00", "2026-01-15T17:00:00.000Z"],
  ["2026-11-01 02:00:00", "2026-11-01T07:00:00.000Z"],
])("quirk 10: %s is %s", (timestamp, instant) => {
  expect(easternInstant(timestamp)).toBe(instant);
});

test("what is no timestamp gives none", () => {
  expect(easternInstant(null)).toBeNull();
  expect(easternInstant("yesterday")).toBeNull();
});

test("quirk 25: an evening in Europe is still the day before in the books", () => {
  expect(easternDay(new Date("2026-06-30T03:59:59Z"))).toBe("2026-06-29");
  expect(easternDay(new Date("2026-06-30T04:00:00Z"))).toBe("2026-06-30");
});
