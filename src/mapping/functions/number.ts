// The mapping function `number`: exact decimal number.

import { asDecimal, isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const numberFunction = defineMappingFunction({
  name: "number",
  family: "Conversion",
  title: "Exact decimal number",
  description: "The same as decimal(value), under the name that spreadsheets use.",
  signatures: ["number(value)"],
  arity: [1, 1],
  examples: [
    { expression: 'number("12.50")', result: "12.5" },
    { expression: "number(src.Qty) * 2", src: { Qty: 3 }, result: "6" },
    { expression: 'number("twelve")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([value]) => (isBlank(value) ? null : asDecimal(value)),
});
