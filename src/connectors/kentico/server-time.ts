// Kentico's times are the server's wall time, stored without a zone (Kentico quirk 8). Positions in
// lists are therefore wall times taken from records, never from our clock.

import { DateTime } from "luxon";
import { parseInstant } from "../../core/dates.ts";

const wallFormat = "yyyy-MM-dd'T'HH:mm:ss.SSS";
const overlapMinutes = 5;
const fallBackOverlapMinutes = 75;
const stepMinutes = 15;

/** The wall time of a record's value: its text without the offset. */
export function wallTimeOf(text: string): string {
  return text.replace(/(Z|[+-]\d{2}:\d{2})$/, "");
}

function asWall(wallTime: string): DateTime {
  return DateTime.fromISO(wallTime, { zone: "utc" });
}

/** A wall time some minutes earlier on the dial, whatever the zone did meanwhile. */
function minutesEarlier(wallTime: string, minutes: number): string {
  return asWall(wallTime).minus({ minutes }).toFormat(wallFormat);
}

/** Whether an hour that the zone's clocks show twice lies in the minutes before a wall time. */
function followsFallBack(wallTime: string, zone: string): boolean {
  for (let minutes = 0; minutes <= fallBackOverlapMinutes; minutes += stepMinutes) {
    const moment = DateTime.fromISO(minutesEarlier(wallTime, minutes), { zone });
    if (moment.getPossibleOffsets().length > 1) return true;
  }
  return false;
}

/**
 * Where to read on from, given the newest time seen: five minutes earlier, so that a transaction that
 * committed late is found; 75 minutes after clocks fell back, as new rows then carry older wall times.
 */
export function withOverlap(wallTime: string, zone: string): string {
  const minutes = followsFallBack(wallTime, zone) ? fallBackOverlapMinutes : overlapMinutes;
  return minutesEarlier(wallTime, minutes);
}

/** Whether a record's offset is one the zone has at that wall time; true for a text without offset. */
export function fitsZone(text: string, zone: string): boolean {
  const offset = /(Z|[+-]\d{2}:\d{2})$/.exec(text)?.[1];
  if (offset === undefined) return true;
  const minutes = DateTime.fromISO(text, { setZone: true }).offset;
  const local = DateTime.fromISO(wallTimeOf(text), { zone });
  return local.getPossibleOffsets().some((moment) => moment.offset === minutes);
}

const gatewayFormats = ["M/d/yyyy H:mm:ss", "M/d/yyyy h:mm:ss a", "d.M.yyyy H:mm:ss"];

/**
 * The date of a payment result as ISO 8601. Gateways write it in the culture of the request, so
 * ISO, United States and German-style texts are tried; null when none fits.
 */
export function paymentInstant(text: string | null, zone: string): string | null {
  if (text === null || text.trim() === "") return null;
  const iso = DateTime.fromISO(text.trim(), { zone });
  if (iso.isValid) return parseInstant(text.trim(), zone).toISOString();
  for (const format of gatewayFormats) {
    const parsed = DateTime.fromFormat(text.trim(), format, { zone, locale: "en-US" });
    if (parsed.isValid) return parsed.toJSDate().toISOString();
  }
  return null;
}
