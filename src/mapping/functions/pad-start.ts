// The mapping function `padStart`: fill from the left.

import { asText, asWhole } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

const longest = 10_000;

export const padStartFunction = defineMappingFunction({
  name: "padStart",
  family: "Text",
  title: "Fill from the left",
  description:
    "Fills a text from the left with a character until it has the given length. An empty value stays empty.",
  signatures: ["padStart(text, length)", "padStart(text, length, filler)"],
  arity: [2, 3],
  examples: [
    { expression: 'padStart(42, 6, "0")', result: "000042" },
    { expression: 'padStart("7", 3)', result: "  7" },
    { expression: 'padStart("12345", 3, "0")', result: "12345" },
    { expression: 'padStart("1", 2000000, "0")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([text, length, filler = " "]) => {
    if (text === null) return null;
    return asText(text).padStart(asWhole(length, { min: 0, max: longest }), asText(filler));
  },
});
