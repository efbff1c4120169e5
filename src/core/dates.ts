// Instants, calendar dates and time zones. A date in the books is a day in somebody's zone, never a
// moment in UTC (commerce-pitfalls P23).

import { DateTime, IANAZone } from "luxon";
import { IntegrationError } from "./errors.ts";

/** Zones that were found valid: the few an installation uses, and looking one up takes long. */
const validZones = new Set<string>();
const validZonesMax = 1_000;

/** Refuses anything that is not an IANA zone such as "Europe/Prague". */
export function assertZone(zone: string): string {
  if (validZones.has(zone)) return zone;
  if (IANAZone.isValidZone(zone)) {
    if (validZones.size < validZonesMax) validZones.add(zone);
    return zone;
  }
  throw new IntegrationError("CONFIGURATION_INVALID", `"${zone}" is not a time zone.`, {
    hint: 'Use an IANA name such as "Europe/Prague" or "America/New_York".',
  });
}

// A bare year ("1042") or time ("10:30") is ISO 8601 too, but here only ever a mistake; a bare time
// would even take its day from the computer's clock.
const beginsWithFullDate = /^\d{4}-?\d{2}-?\d{2}(?!\d)/;

/**
 * Reads an ISO 8601 date or time. Text without an offset is a local time of `zone`.
 * Throws MESSAGE_INVALID for anything else, also for days that do not exist.
 */
export function parseInstant(text: string, zone: string): Date {
  const parsed = DateTime.fromISO(text, { zone: assertZone(zone) });
  if (parsed.isValid && beginsWithFullDate.test(text)) return parsed.toJSDate();
  throw new IntegrationError("MESSAGE_INVALID", `"${text.slice(0, 40)}" is not a date or time.`);
}

/** The calendar day (YYYY-MM-DD) of an instant in a zone. */
export function dateInZone(instant: Date | string, zone: string): string {
  const date = typeof instant === "string" ? parseInstant(instant, zone) : instant;
  return DateTime.fromJSDate(date, { zone: assertZone(zone) }).toFormat("yyyy-MM-dd");
}

// Days are counted in UTC, where every day has 24 hours.
function calendarDay(day: string): DateTime {
  return DateTime.fromJSDate(parseInstant(day, "utc"), { zone: "utc" });
}

/** Whole days from one calendar day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round(calendarDay(to).diff(calendarDay(from), "days").days);
}

/** A calendar day moved by whole days. Throws MESSAGE_INVALID for a day that does not exist. */
export function addDays(day: string, days: number): string {
  return calendarDay(day).plus({ days }).toFormat("yyyy-MM-dd");
}

/** An instant as local wall-clock text of a zone, in luxon's format tokens. */
export function formatInZone(instant: Date, zone: string, format: string): string {
  return DateTime.fromJSDate(instant, { zone: assertZone(zone) }).toFormat(format, {
    locale: "en",
  });
}

/** Reads text by luxon's format tokens as a local time of `zone`. */
export function parseInZone(text: string, zone: string, format: string): Date {
  const parsed = DateTime.fromFormat(text, format, { zone: assertZone(zone), locale: "en" });
  if (parsed.isValid) return parsed.toJSDate();
  throw new IntegrationError(
    "MESSAGE_INVALID",
    `"${text.slice(0, 40)}" does not fit the date format "${format}".`,
  );
}
