// The mapping function `lower`: lower case.

import { asText } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const lowerFunction = defineMappingFunction({
  name: "lower",
  family: "Text",
  title: "Lower case",
  description: "Writes a text in small letters. An empty value stays empty.",
  signatures: ["lower(text)"],
  arity: [1, 1],
  examples: [
    { expression: 'lower("Ann@Example.COM")', result: "ann@example.com" },
    { expression: "lower(src.Email)", src: {}, result: null },
  ],
  evaluate: ([text]) => (text === null ? null : asText(text).toLowerCase()),
});
