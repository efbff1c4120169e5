// The mapping function `abs`: without sign.

import { asDecimal } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const absFunction = defineMappingFunction({
  name: "abs",
  family: "Number",
  title: "Without sign",
  description: "The number without its minus sign. An empty value stays empty.",
  signatures: ["abs(number)"],
  arity: [1, 1],
  examples: [
    { expression: "abs(-12.5)", result: "12.5" },
    { expression: "abs(src.x)", src: {}, result: null },
  ],
  evaluate: ([value]) => (value === null ? null : asDecimal(value).abs()),
});
