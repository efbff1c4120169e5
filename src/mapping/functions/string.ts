// The mapping function `string`: text of a value.

import { asText } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const stringFunction = defineMappingFunction({
  name: "string",
  family: "Conversion",
  title: "Text of a value",
  description: "Writes a number or a yes/no value as text. An empty value stays empty.",
  signatures: ["string(value)"],
  arity: [1, 1],
  examples: [
    { expression: "string(src.OrderID)", src: { OrderID: 1042 }, result: "1042" },
    { expression: "string(0.10 + 0.20)", result: "0.3" },
    { expression: "string(true)", result: "true" },
    { expression: "string(src.Note)", src: {}, result: null },
    { expression: "string([1])", fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([value]) => (value === null ? null : asText(value)),
});
