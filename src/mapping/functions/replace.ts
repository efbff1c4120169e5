// The mapping function `replace`: find and replace.

import { asText, unsuitable } from "../language/values.ts";
import { assertTextLength } from "../limits.ts";
import { defineMappingFunction } from "./define-function.ts";

/** Measures the result before it is made: replacing can multiply a text. */
function joinBounded(pieces: readonly string[], by: string): string {
  const kept = pieces.reduce((sum, piece) => sum + piece.length, 0);
  assertTextLength(kept + (pieces.length - 1) * by.length);
  return pieces.join(by);
}

export const replaceFunction = defineMappingFunction({
  name: "replace",
  family: "Text",
  title: "Find and replace",
  description:
    "Replaces every occurrence of a text by another. Nothing in it is a pattern: a dot is a dot.",
  signatures: ["replace(text, find, by)"],
  arity: [3, 3],
  examples: [
    { expression: 'replace("a.b.c", ".", "-")', result: "a-b-c" },
    {
      expression: 'replace(src.Phone, " ", "")',
      src: { Phone: "+1 617 555 0100" },
      result: "+16175550100",
    },
    { expression: 'replace(src.Phone, " ", "")', src: {}, result: null },
    { expression: 'replace("abc", "", "x")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([text, find, by]) => {
    if (text === null) return null;
    const wanted = asText(find);
    if (wanted === "") throw unsuitable("There is no empty text to replace.");
    return joinBounded(asText(text).split(wanted), asText(by));
  },
});
