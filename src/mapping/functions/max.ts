// The mapping function `max`: largest.

import { Decimal } from "../../core/money.ts";
import { asDecimal } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const maxFunction = defineMappingFunction({
  name: "max",
  family: "Number",
  title: "Largest",
  description:
    "The largest of the given numbers, or of the numbers of one list. Empty values do not count; with none left the result is empty.",
  signatures: ["max(number, ...)", "max(list)"],
  arity: [1, Number.POSITIVE_INFINITY],
  examples: [
    { expression: "max(10, 2, 9)", result: "10" },
    { expression: "max(src.Prices)", src: { Prices: [7, "3.50", null] }, result: "7" },
    { expression: "max([])", result: null },
    { expression: 'max("a", 1)', fails: "MESSAGE_INVALID" },
  ],
  evaluate: (values) => {
    const [first] = values;
    const numbers = Array.isArray(first) ? first : values;
    const present = numbers.filter((value) => value !== null).map(asDecimal);
    return present.length === 0 ? null : Decimal.max(...present);
  },
});
