// The mapping function `compact`: without empty elements.

import { asList, isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const compactFunction = defineMappingFunction({
  name: "compact",
  family: "List",
  title: "Without empty elements",
  description: "The elements of a list that are neither empty nor blank text.",
  signatures: ["compact(list)"],
  arity: [1, 1],
  examples: [
    { expression: 'compact(["1 High St", "", null, "  ", 0])', result: ["1 High St", "0"] },
    { expression: "compact(src.Lines)", src: {}, result: [] },
  ],
  resultPlace: ([list = "open"]) => list,
  evaluate: ([list]) => asList(list).filter((item) => !isBlank(item)),
});
