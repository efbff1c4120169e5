// The mapping function `trim`: trim.

import { asText } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const trimFunction = defineMappingFunction({
  name: "trim",
  family: "Text",
  title: "Trim",
  description: "Takes white space off both ends of a text. An empty value stays empty.",
  signatures: ["trim(text)"],
  arity: [1, 1],
  examples: [
    { expression: 'trim("  Ann ")', result: "Ann" },
    { expression: "trim(src.Name)", src: {}, result: null },
  ],
  evaluate: ([text]) => (text === null ? null : asText(text).trim()),
});
