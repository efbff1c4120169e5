// The mapping function `truncate`: shorten text.

import { asText, asWhole } from "../language/values.ts";
import { mappingLimits } from "../limits.ts";
import { defineMappingFunction } from "./define-function.ts";

export const truncateFunction = defineMappingFunction({
  name: "truncate",
  family: "Text",
  title: "Shorten text",
  description:
    "Keeps at most the given number of characters; nothing is added. An empty value stays empty.",
  signatures: ["truncate(text, characters)"],
  arity: [2, 2],
  examples: [
    { expression: 'truncate("Laptop, 13 inch", 6)', result: "Laptop" },
    { expression: 'truncate("pen", 10)', result: "pen" },
    { expression: 'truncate("a😀b", 2)', result: "a😀" },
    { expression: 'truncate("pen", -1)', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([text, characters]) => {
    if (text === null) return null;
    const kept = asWhole(characters, { min: 0, max: mappingLimits.textCharacters });
    const letters = asText(text);
    return letters.length <= kept ? letters : [...letters].slice(0, kept).join("");
  },
});
