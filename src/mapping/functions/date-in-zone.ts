// The mapping function `dateInZone`: calendar day.

import { dateInZone } from "../../core/dates.ts";
import { asInstant } from "../language/days.ts";
import { asText, isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const dateInZoneFunction = defineMappingFunction({
  name: "dateInZone",
  family: "Date and time",
  title: "Calendar day",
  description:
    "The calendar day (YYYY-MM-DD) that a moment falls on in a time zone. A calendar day stays as it is. An empty value stays empty.",
  signatures: ["dateInZone(moment, zone)"],
  arity: [2, 2],
  examples: [
    { expression: 'dateInZone("2026-03-02T03:00:00Z", "America/New_York")', result: "2026-03-01" },
    { expression: 'dateInZone("2026-03-02", "America/New_York")', result: "2026-03-02" },
    { expression: 'dateInZone(src.Date, "UTC")', src: {}, result: null },
    { expression: 'dateInZone("soon", "UTC")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([moment, zone]) =>
    isBlank(moment) ? null : dateInZone(asInstant(moment, zone), asText(zone)),
});
