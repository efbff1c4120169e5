// The mapping function `min`: smallest.

import { Decimal } from "../../core/money.ts";
import { asDecimal } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const minFunction = defineMappingFunction({
  name: "min",
  family: "Number",
  title: "Smallest",
  description:
    "The smallest of the given numbers, or of the numbers of one list. Empty values do not count; with none left the result is empty.",
  signatures: ["min(number, ...)", "min(list)"],
  arity: [1, Number.POSITIVE_INFINITY],
  examples: [
    { expression: "min(10, 2, 9)", result: "2" },
    { expression: "min(src.Prices)", src: { Prices: [7, "3.50", null] }, result: "3.5" },
    { expression: "min([])", result: null },
    { expression: 'min("a", 1)', fails: "MESSAGE_INVALID" },
  ],
  evaluate: (values) => {
    const [first] = values;
    const numbers = Array.isArray(first) ? first : values;
    const present = numbers.filter((value) => value !== null).map(asDecimal);
    return present.length === 0 ? null : Decimal.min(...present);
  },
});
