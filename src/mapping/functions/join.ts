// The mapping function `join`: join texts.

import { asList, asText } from "../language/values.ts";
import { assertTextLength } from "../limits.ts";
import { defineMappingFunction } from "./define-function.ts";

/** Null when there is nothing to join, so that the field is left out. */
function joinTexts(separator: string, list: readonly unknown[]): string | null {
  const texts = list.filter((item) => item !== null && item !== undefined).map(asText);
  if (texts.length === 0) return null;
  const characters = texts.reduce((sum, text) => sum + text.length + separator.length, 0);
  assertTextLength(characters);
  return texts.join(separator);
}

export const joinFunction = defineMappingFunction({
  name: "join",
  family: "Text",
  title: "Join texts",
  description:
    "Puts the texts of a list together with a separator between them. Empty values (null) are left out, and with nothing left the result is empty; write compact(...) to leave out blank texts too.",
  signatures: ["join(separator, list)", "list.join(separator)"],
  arity: [2, 2],
  examples: [
    {
      expression: 'join(" ", [src.First, src.Last])',
      src: { First: "Ann", Last: "Lee" },
      result: "Ann Lee",
    },
    { expression: 'join(" ", [src.First, src.Last])', src: { First: "Ann" }, result: "Ann" },
    { expression: 'join(", ", compact(["1 High St", "", "Boston"]))', result: "1 High St, Boston" },
    { expression: 'join(" ", [src.First, src.Last])', src: {}, result: null },
    { expression: '["a", 1].join("-")', result: "a-1" },
    { expression: 'join(", ", "text")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([first, second]) => {
    const [separator, list] = Array.isArray(first) ? [second, first] : [first, second];
    return joinTexts(asText(separator), asList(list));
  },
});
