// Dates and times as expressions hold them: ISO 8601 texts. A moment needs an offset or a time zone;
// a calendar day (YYYY-MM-DD) has neither.

import { parseInstant } from "../../core/dates.ts";
import { IntegrationError } from "../../core/errors.ts";
import type { Evaluation } from "../evaluation.ts";
import { asText, describeValue, unsuitable } from "./values.ts";

const formatCharactersMax = 100;

/** Full dates only: the ISO reader would take "10:15" as a time of today. */
const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/;
const isoDay = /^\d{4}-\d{2}-\d{2}$/;
const withOffset = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/i;

/** A moment from ISO text; text without an offset is a local time of `zone`. */
export function asInstant(value: unknown, zone: unknown): Date {
  const text = asText(value)
    .trim()
    .replace(/^(\S{10}) (?=\d)/, "$1T");
  if (!isoDate.test(text)) throw unsuitable(`${describeValue(value)} is not a date or time.`);
  if (zone !== null && zone !== undefined) return parseInstant(text, asText(zone));
  if (isoDay.test(text) || !withOffset.test(text)) {
    throw unsuitable(
      `${describeValue(value)} does not say which time zone it belongs to.`,
      "Name the zone: date(text, settings.timeZone).",
    );
  }
  return parseInstant(text, "utc");
}

/** A calendar day that exists. */
export function asDay(value: unknown): string {
  const text = asText(value).trim();
  if (!isoDay.test(text)) {
    throw unsuitable(
      `${describeValue(value)} is not a calendar day (YYYY-MM-DD).`,
      "Turn a moment into a day first: dateInZone(moment, zone).",
    );
  }
  parseInstant(text, "utc");
  return text;
}

/** A format of a date; bounded, since it may come from a message. */
export function asDateFormat(value: unknown): string {
  const format = asText(value);
  if (format !== "" && format.length <= formatCharactersMax) return format;
  throw unsuitable(`${describeValue(value)} is not a date format such as "dd/MM/yyyy".`);
}

/** The moment the run works with. */
export function currentInstant({ now }: Evaluation): Date {
  if (now !== undefined) return now;
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    "This mapping is run without a current time.",
  );
}
