// The mapping function `decimal`: exact decimal number.

import { asDecimal, isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const decimalFunction = defineMappingFunction({
  name: "decimal",
  family: "Conversion",
  title: "Exact decimal number",
  description:
    "Reads a number, or text that holds one with a decimal point, as an exact decimal. An empty value or blank text stays empty.",
  signatures: ["decimal(value)"],
  arity: [1, 1],
  examples: [
    { expression: 'decimal("0.1") + decimal("0.2")', result: "0.3" },
    { expression: "decimal(src.Price)", src: { Price: "241.750000000" }, result: "241.75" },
    { expression: 'decimal("")', result: null },
    { expression: 'decimal("1,50")', fails: "MESSAGE_INVALID" },
    { expression: 'decimal("NaN")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([value]) => (isBlank(value) ? null : asDecimal(value)),
});
