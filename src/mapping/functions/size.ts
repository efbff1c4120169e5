// The mapping function `size`: size.

import { asDecimal, describeValue, isRecord, unsuitable } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const sizeFunction = defineMappingFunction({
  name: "size",
  family: "List",
  title: "Size",
  description:
    "The number of characters of a text, of elements of a list or of members of an object; 0 for an empty value.",
  signatures: ["size(value)"],
  arity: [1, 1],
  examples: [
    { expression: 'size("naïve")', result: "5" },
    { expression: "[1, 2, 3].size()", result: "3" },
    { expression: "size(src)", src: { a: 1 }, result: "1" },
    { expression: "size(5)", fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([value]) => {
    if (value === null) return asDecimal(0);
    if (typeof value === "string") return asDecimal([...value].length);
    if (Array.isArray(value)) return asDecimal(value.length);
    if (isRecord(value)) return asDecimal(Object.keys(value).length);
    throw unsuitable(`${describeValue(value)} has no size.`);
  },
});
