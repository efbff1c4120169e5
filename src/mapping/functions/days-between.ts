// The mapping function `daysBetween`: days between.

import { daysBetween } from "../../core/dates.ts";
import { asDay } from "../language/days.ts";
import { asDecimal, isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const daysBetweenFunction = defineMappingFunction({
  name: "daysBetween",
  family: "Date and time",
  title: "Days between",
  description:
    "Whole days from one calendar day (YYYY-MM-DD) to another; negative when the second is earlier. Empty when either day is.",
  signatures: ["daysBetween(from, to)"],
  arity: [2, 2],
  examples: [
    { expression: 'daysBetween("2026-02-27", "2026-03-29")', result: "30" },
    { expression: 'daysBetween("2026-03-02", "2026-03-01")', result: "-1" },
    { expression: 'daysBetween(src.From, "2026-03-01")', src: {}, result: null },
  ],
  evaluate: ([from, to]) =>
    isBlank(from) || isBlank(to) ? null : asDecimal(daysBetween(asDay(from), asDay(to))),
});
