// The mapping function `list`: as a list.

import { defineMappingFunction } from "./define-function.ts";

export const listFunction = defineMappingFunction({
  name: "list",
  family: "List",
  title: "As a list",
  description:
    "Makes a list of one value; a list stays as it is and an empty value gives an empty list. For systems that send one element without its list.",
  signatures: ["list(value)"],
  arity: [1, 1],
  examples: [
    { expression: "list(src.Line)", src: { Line: { sku: "A" } }, result: [{ sku: "A" }] },
    { expression: "list(src.Line)", src: { Line: ["A", "B"] }, result: ["A", "B"] },
    { expression: "list(src.Line)", src: {}, result: [] },
  ],
  evaluate: ([value]) => {
    if (value === null) return [];
    return Array.isArray(value) ? value : [value];
  },
});
