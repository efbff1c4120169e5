import { describe, expect, test } from "vitest";
import {
  addDays,
  assertZone,
  dateInZone,
  daysBetween,
  formatInZone,
  parseInstant,
  parseInZone,
} from "./dates.ts";

describe("the day of an instant", () => {
  test.each([
    ["2024-10-31T23:41:07-05:00", "America/Chicago", "2024-10-31"],
    ["2024-11-01T04:41:07Z", "America/Chicago", "2024-10-31"],
    ["2024-11-01T04:41:07Z", "Europe/Prague", "2024-11-01"],
    ["2024-10-31T23:30:00Z", "Europe/Prague", "2024-11-01"],
    ["2024-10-31T10:30:00Z", "Pacific/Kiritimati", "2024-11-01"],
    ["2024-10-31T10:30:00Z", "Pacific/Pago_Pago", "2024-10-30"],
  ])("%s is in %s the %s", (instant, zone, expected) => {
    expect(dateInZone(instant, zone)).toBe(expected);
  });

  test("a bare day stays that day in zones on both sides of UTC", () => {
    expect(dateInZone("2024-10-31", "America/Los_Angeles")).toBe("2024-10-31");
    expect(dateInZone("2024-10-31", "Asia/Tokyo")).toBe("2024-10-31");
  });
});

describe("reading a time", () => {
  test("without an offset is local time of the zone, in summer and in winter", () => {
    expect(parseInstant("2024-07-01T12:00:00", "Europe/Prague").toISOString()).toBe(
      "2024-07-01T10:00:00.000Z",
    );
    expect(parseInstant("2024-12-01T12:00:00", "Europe/Prague").toISOString()).toBe(
      "2024-12-01T11:00:00.000Z",
    );
  });

  test("just before and just after the clocks go forward is half an hour of real time apart", () => {
    const before = parseInstant("2024-03-31T01:45:00", "Europe/Prague");
    const after = parseInstant("2024-03-31T03:15:00", "Europe/Prague");
    expect(after.getTime() - before.getTime()).toBe(30 * 60_000);
  });

  test("with an offset keeps its instant whatever the zone", () => {
    const text = "2024-11-03T01:30:00-05:00";
    expect(parseInstant(text, "Asia/Tokyo")).toEqual(parseInstant(text, "America/New_York"));
  });

  test.each([
    "2024-02-30",
    "2024-13-01",
    "1042",
    "2024-10",
    "10:30",
    "yesterday",
    "",
    "31.10.2024",
  ])("%j is refused", (text) => {
    expect(() => parseInstant(text, "Europe/Prague")).toThrowError(
      expect.objectContaining({ code: "MESSAGE_INVALID" }),
    );
  });

  test("by a format of its own reads what the shop writes", () => {
    const read = parseInZone("31.10.2024 23:41", "America/Chicago", "dd.MM.yyyy HH:mm");
    expect(read.toISOString()).toBe("2024-11-01T04:41:00.000Z");
    expect(formatInZone(read, "Europe/Prague", "d LLLL yyyy, HH:mm")).toBe(
      "1 November 2024, 05:41",
    );
    expect(() => parseInZone("2024-10-31", "utc", "dd.MM.yyyy")).toThrowError(
      'does not fit the date format "dd.MM.yyyy"',
    );
  });
});

describe("counting days", () => {
  test("is not disturbed by a change of the clocks", () => {
    expect(daysBetween("2024-03-30", "2024-04-01")).toBe(2);
    expect(daysBetween("2024-11-01", "2024-10-31")).toBe(-1);
    expect(addDays("2024-10-26", 2)).toBe("2024-10-28");
  });

  test("crosses months, years and leap days", () => {
    expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
    expect(addDays("2023-12-31", 30)).toBe("2024-01-30");
    expect(addDays("2024-03-01", -1)).toBe("2024-02-29");
  });

  test("refuses days that do not exist", () => {
    expect(() => addDays("2024-02-31", 1)).toThrowError(/not a date/);
    expect(() => daysBetween("2024-02-01", "soon")).toThrowError(/not a date/);
  });
});

test("a zone must be an IANA name", () => {
  expect(assertZone("America/Argentina/Buenos_Aires")).toBe("America/Argentina/Buenos_Aires");
  expect(() => assertZone("Central European Time")).toThrowError(
    expect.objectContaining({ code: "CONFIGURATION_INVALID" }),
  );
});
