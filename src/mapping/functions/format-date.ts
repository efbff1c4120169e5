// The mapping function `formatDate`: write a date.

import { formatInZone, parseInstant } from "../../core/dates.ts";
import { asDateFormat, asDay, asInstant } from "../language/days.ts";
import { asText, isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const formatDateFunction = defineMappingFunction({
  name: "formatDate",
  family: "Date and time",
  title: "Write a date",
  description:
    'Writes a moment as the clock of a time zone shows it, or a calendar day, by a pattern such as "dd/MM/yyyy HH:mm". An empty value stays empty.',
  signatures: ["formatDate(day, format)", "formatDate(moment, format, zone)"],
  arity: [2, 3],
  examples: [
    { expression: 'formatDate("2026-03-02", "dd/MM/yyyy")', result: "02/03/2026" },
    {
      expression: 'formatDate("2026-03-02T14:15:00Z", "yyyy-MM-dd HH:mm", "America/New_York")',
      result: "2026-03-02 09:15",
    },
    { expression: 'formatDate("2026-03-02", "d MMM yyyy")', result: "2 Mar 2026" },
    { expression: 'formatDate(src.Date, "yyyy")', src: {}, result: null },
    { expression: 'formatDate("2026-03-02T14:15:00Z", "yyyy")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([moment, format, zone]) => {
    if (isBlank(moment)) return null;
    const pattern = asDateFormat(format);
    return zone === undefined
      ? formatInZone(parseInstant(asDay(moment), "utc"), "utc", pattern)
      : formatInZone(asInstant(moment, zone), asText(zone), pattern);
  },
});
