// The mapping function `upper`: upper case.

import { asText } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const upperFunction = defineMappingFunction({
  name: "upper",
  family: "Text",
  title: "Upper case",
  description: "Writes a text in capital letters. An empty value stays empty.",
  signatures: ["upper(text)"],
  arity: [1, 1],
  examples: [
    { expression: 'upper("usd")', result: "USD" },
    { expression: "src.Code.upper()", src: { Code: "ma" }, result: "MA" },
  ],
  evaluate: ([text]) => (text === null ? null : asText(text).toUpperCase()),
});
