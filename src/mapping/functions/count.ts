// The mapping function `count`: number of elements.

import { asDecimal, asList } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const countFunction = defineMappingFunction({
  name: "count",
  family: "List",
  title: "Number of elements",
  description: "How many elements a list has; 0 for an empty value.",
  signatures: ["count(list)"],
  arity: [1, 1],
  examples: [
    { expression: "count(src.Items)", src: { Items: [1, 2] }, result: "2" },
    { expression: "count(src.Items)", src: {}, result: "0" },
    { expression: 'count("abc")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([list]) => asDecimal(asList(list).length),
});
