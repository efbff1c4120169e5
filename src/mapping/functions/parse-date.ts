// The mapping function `parseDate`: read a written date.

import { dateInZone, parseInZone } from "../../core/dates.ts";
import { asDateFormat } from "../language/days.ts";
import { asText, isBlank, unsuitable } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const parseDateFunction = defineMappingFunction({
  name: "parseDate",
  family: "Date and time",
  title: "Read a written date",
  description:
    'Reads a date by a pattern such as "dd/MM/yyyy": as a calendar day, or with a time zone as a moment in UTC. An empty value or blank text stays empty.',
  signatures: ["parseDate(text, format)", "parseDate(text, format, zone)"],
  arity: [2, 3],
  examples: [
    { expression: 'parseDate("02/03/2026", "dd/MM/yyyy")', result: "2026-03-02" },
    {
      expression: 'parseDate("3/2/2026 9:15 AM", "M/d/yyyy h:mm a", "America/New_York")',
      result: "2026-03-02T14:15:00.000Z",
    },
    { expression: 'parseDate("", "yyyy")', result: null },
    { expression: 'parseDate("31/02/2026", "dd/MM/yyyy")', fails: "MESSAGE_INVALID" },
    { expression: 'parseDate("9:15", "H:mm", "UTC")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([text, format, zone]) => {
    if (isBlank(text)) return null;
    const pattern = asDateFormat(format);
    if (!/y|D|X|x/.test(pattern)) throw unsuitable("A date format needs the year, such as yyyy.");
    const instant = parseInZone(asText(text), zone === undefined ? "utc" : asText(zone), pattern);
    return zone === undefined ? dateInZone(instant, "utc") : instant.toISOString();
  },
});
