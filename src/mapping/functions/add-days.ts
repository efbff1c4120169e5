// The mapping function `addDays`: move a day.

import { addDays } from "../../core/dates.ts";
import { asDay } from "../language/days.ts";
import { asWhole, isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const addDaysFunction = defineMappingFunction({
  name: "addDays",
  family: "Date and time",
  title: "Move a day",
  description:
    "The calendar day (YYYY-MM-DD) so many days later, or earlier for a negative number. An empty day stays empty.",
  signatures: ["addDays(day, days)"],
  arity: [2, 2],
  examples: [
    { expression: 'addDays("2026-02-27", 30)', result: "2026-03-29" },
    { expression: 'addDays("2026-03-01", -1)', result: "2026-02-28" },
    { expression: "addDays(src.DueDate, 1)", src: {}, result: null },
    { expression: 'addDays("2026-03-01", 0.5)', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([day, days]) =>
    isBlank(day) ? null : addDays(asDay(day), asWhole(days, { min: -100_000, max: 100_000 })),
});
