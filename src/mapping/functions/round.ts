// The mapping function `round`: round.

import { asDecimal, asWhole } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const roundFunction = defineMappingFunction({
  name: "round",
  family: "Number",
  title: "Round",
  description:
    "Rounds half away from zero, to whole numbers or to the given number of decimals. An empty value stays empty.",
  signatures: ["round(number)", "round(number, decimals)"],
  arity: [1, 2],
  examples: [
    { expression: "round(2.345, 2)", result: "2.35" },
    { expression: "round(-2.5)", result: "-3" },
    { expression: "round(1.005, 2)", result: "1.01" },
    { expression: "round(src.x)", src: {}, result: null },
    { expression: "round(1, 99)", fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([value, decimals = 0]) =>
    value === null
      ? null
      : asDecimal(value).toDecimalPlaces(asWhole(decimals, { min: 0, max: 30 })),
});
