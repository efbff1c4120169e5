// The mapping function `substring`: part of a text.

import { asText, asWhole } from "../language/values.ts";
import { mappingLimits } from "../limits.ts";
import { defineMappingFunction } from "./define-function.ts";

export const substringFunction = defineMappingFunction({
  name: "substring",
  family: "Text",
  title: "Part of a text",
  description:
    "The characters from one position up to, but not including, another; the first position is 0. Positions past the end are no error. An empty value stays empty.",
  signatures: ["substring(text, from)", "substring(text, from, to)"],
  arity: [2, 3],
  examples: [
    { expression: 'substring("INV-2026-0042", 4, 8)', result: "2026" },
    { expression: 'substring("INV-0042", 4)', result: "0042" },
    { expression: 'substring("abc", 5)', result: "" },
    { expression: 'substring("abc", -1)', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([text, from, to = mappingLimits.textCharacters]) => {
    if (text === null) return null;
    const bounds = { min: 0, max: mappingLimits.textCharacters };
    return asText(text).slice(asWhole(from, bounds), asWhole(to, bounds));
  },
});
