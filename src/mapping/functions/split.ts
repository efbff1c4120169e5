// The mapping function `split`: split text.

import { asText, unsuitable } from "../language/values.ts";
import { mappingLimits } from "../limits.ts";
import { defineMappingFunction } from "./define-function.ts";

export const splitFunction = defineMappingFunction({
  name: "split",
  family: "Text",
  title: "Split text",
  description:
    "Cuts a text at every separator into a list of texts. An empty value gives an empty list.",
  signatures: ["split(text, separator)"],
  arity: [2, 2],
  examples: [
    { expression: 'split("red;green;blue", ";")', result: ["red", "green", "blue"] },
    {
      expression: 'split(src.Tags, ",").map(tag, trim(tag))',
      src: { Tags: "a, b" },
      result: ["a", "b"],
    },
    { expression: 'split(src.Tags, ",")', src: {}, result: [] },
    { expression: 'split("abc", "")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([text, separator]) => {
    if (text === null) return [];
    const by = asText(separator);
    if (by === "") throw unsuitable("A text cannot be split by an empty separator.");
    return asText(text).split(by, mappingLimits.listElements + 1);
  },
});
