// The shop stores times without a zone, in the server's local time; this file converts them.
// Holds no clock: instants come from the caller.
import { DateTime } from "luxon";

const WALL = "yyyy-MM-dd'T'HH:mm:ss.SSS";

/** An instant as the server's wall time, `2024-11-02T23:41:07.193`, without an offset. */
export function toWallTime(instant: Date, zone: string): string {
  return DateTime.fromJSDate(instant, { zone }).toFormat(WALL);
}

/** A wall time as a moment; the repeated hour of autumn is read as standard time, as .NET does. */
export function toInstant(wallTime: string, zone: string): Date {
  const candidates = DateTime.fromISO(wallTime, { zone }).getPossibleOffsets();
  const standard = candidates.reduce((a, b) => (a.offset < b.offset ? a : b));
  return standard.toJSDate();
}

/** A wall time with the server's offset: `2024-11-02T23:41:07.193+01:00`; a zero fraction is left out. */
export function withServerOffset(wallTime: string, zone: string): string {
  const offset = DateTime.fromJSDate(toInstant(wallTime, zone), { zone }).toFormat("ZZ");
  const [seconds = wallTime, fraction = ""] = wallTime.split(".");
  const digits = fraction.replace(/0+$/, "");
  return `${seconds}${digits === "" ? "" : `.${digits}`}${offset}`;
}

const LITERAL = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?)?$/;

/** A date literal of a condition or a body as wall time; undefined when SQL could not convert it. */
export function parseWallTime(text: string): string | undefined {
  const match = LITERAL.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = ""] = match;
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}`;
  return DateTime.fromISO(wall, { zone: "utc" }).isValid ? wall : undefined;
}

/** A date in a written body: wall time, or an instant with an offset turned into wall time. */
export function parseWrittenTime(text: string, zone: string): string | undefined {
  if (!/(Z|[+-]\d{2}:\d{2})$/.test(text)) return parseWallTime(text);
  const instant = DateTime.fromISO(text);
  return instant.isValid ? toWallTime(instant.toJSDate(), zone) : undefined;
}
