// FreshBooks writes most timestamps as naive US Eastern local time, daylight saving included (quirk 12).
import { DateTime } from "luxon";

const hourMs = 3_600_000;

/** New York's offset by hour since 1970: it only changes on a full hour, and lists format many rows. */
const offsetMsByHour = new Map<number, number>();

/** `YYYY-MM-DD HH:MM:SS` in New York. */
export function easternTimestamp(instant: Date): string {
  return utcTimestamp(new Date(instant.getTime() + easternOffsetMs(instant)));
}

/** `YYYY-MM-DD` in New York. */
export function easternDate(instant: Date): string {
  return easternTimestamp(instant).slice(0, 10);
}

function easternOffsetMs(instant: Date): number {
  const hour = Math.floor(instant.getTime() / hourMs);
  let offsetMs = offsetMsByHour.get(hour);
  if (offsetMs === undefined) {
    offsetMs = DateTime.fromJSDate(instant, { zone: "America/New_York" }).offset * 60_000;
    offsetMsByHour.set(hour, offsetMs);
  }
  return offsetMs;
}

/** As `easternTimestamp`, with six digits; `revision` fills the three that a clock in milliseconds lacks. */
export function easternVersion(instant: Date, revision: number): string {
  const milliseconds = String(instant.getUTCMilliseconds()).padStart(3, "0");
  const microseconds = String(revision % 1000).padStart(3, "0");
  return `${easternTimestamp(instant)}.${milliseconds}${microseconds}`;
}

/** `YYYY-MM-DD HH:MM:SS` in UTC: only `client.signup_date` uses it. */
export function utcTimestamp(instant: Date): string {
  return instant.toISOString().slice(0, 19).replace("T", " ");
}

/** The day `days` after a `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  return DateTime.fromISO(date, { zone: "utc" }).plus({ days }).toFormat("yyyy-MM-dd");
}

/** Whether a text is an existing day written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: "utc" }).isValid;
}
