// The mapping function `today`: today.

import { dateInZone } from "../../core/dates.ts";
import { currentInstant } from "../language/days.ts";
import { asText } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const todayFunction = defineMappingFunction({
  name: "today",
  family: "Date and time",
  title: "Today",
  description: "The calendar day (YYYY-MM-DD) in a time zone at the moment the run works with.",
  signatures: ["today(zone)"],
  arity: [1, 1],
  examples: [
    { expression: 'today("Asia/Tokyo")', result: "2026-03-02" },
    { expression: 'today("Pacific/Kiritimati")', result: "2026-03-03" },
    { expression: 'today("Nowhere")', fails: "CONFIGURATION_INVALID" },
  ],
  evaluate: ([zone], evaluation) => dateInZone(currentInstant(evaluation), asText(zone)),
});
