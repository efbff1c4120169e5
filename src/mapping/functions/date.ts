// The mapping function `date`: moment in time.

import { asInstant } from "../language/days.ts";
import { isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const dateFunction = defineMappingFunction({
  name: "date",
  family: "Date and time",
  title: "Moment in time",
  description:
    "Reads an ISO 8601 date or time and writes it in UTC. A time without an offset needs the time zone it was written in. An empty value or blank text stays empty.",
  signatures: ["date(text)", "date(text, zone)"],
  arity: [1, 2],
  examples: [
    {
      expression: 'date("2026-03-02T09:15:00", "America/New_York")',
      result: "2026-03-02T14:15:00.000Z",
    },
    { expression: 'date("2026-03-02T09:15:00+01:00")', result: "2026-03-02T08:15:00.000Z" },
    { expression: 'date("2026-03-02", "Europe/Prague")', result: "2026-03-01T23:00:00.000Z" },
    { expression: 'date(src.OrderDate, "UTC")', src: {}, result: null },
    { expression: 'date("2026-03-02T09:15:00")', fails: "MESSAGE_INVALID" },
    { expression: 'date("2026-02-30", "UTC")', fails: "MESSAGE_INVALID" },
    { expression: 'date("0000-00-00", "UTC")', fails: "MESSAGE_INVALID" },
    { expression: 'date("2026-03-02", "Mars/Olympus")', fails: "CONFIGURATION_INVALID" },
  ],
  evaluate: ([text, zone = null]) => (isBlank(text) ? null : asInstant(text, zone).toISOString()),
});
