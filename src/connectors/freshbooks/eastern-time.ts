// FreshBooks writes most timestamps as US Eastern local time without saying so (quirk 10).

import { dateInZone, parseInZone } from "../../core/dates.ts";

const zone = "America/New_York";

/** The Eastern calendar day of an instant. */
export function easternDay(instant: Date): string {
  return dateInZone(instant, zone);
}

/**
 * "2026-06-29 12:52:44" as an ISO 8601 instant; null for anything else. A time of the hour that occurs
 * twice in autumn may be either instant: nothing tells them apart, so it only informs.
 */
export function easternInstant(timestamp: string | null | undefined): string | null {
  const text = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/.exec(timestamp ?? "")?.[0];
  return text === undefined ? null : parseInZone(text, zone, "yyyy-MM-dd HH:mm:ss").toISOString();
}
