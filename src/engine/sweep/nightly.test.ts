import { expect, it } from "vitest";
import { nextAtHour } from "./nightly.ts";

it.each([
  ["2026-03-01T02:59:59Z", "2026-03-01T03:00:00.000Z"],
  ["2026-03-01T03:00:00Z", "2026-03-02T03:00:00.000Z"],
  ["2026-12-31T23:00:00Z", "2027-01-01T03:00:00.000Z"],
])("at %s the next comparison at three is due at %s", (now, next) => {
  expect(nextAtHour(new Date(now), 3).toISOString()).toBe(next);
});
