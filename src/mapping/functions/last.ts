// The mapping function `last`: last element.

import { asList } from "../language/values.ts";
import { itemPlace } from "../schema-path.ts";
import { defineMappingFunction } from "./define-function.ts";

export const lastFunction = defineMappingFunction({
  name: "last",
  family: "List",
  title: "Last element",
  description: "The last element of a list; empty when there is none.",
  signatures: ["last(list)"],
  arity: [1, 1],
  examples: [
    { expression: 'last(["a", "b"])', result: "b" },
    { expression: "last(src.Payments)", src: {}, result: null },
  ],
  resultPlace: ([list = "open"]) => itemPlace(list),
  evaluate: ([list]) => asList(list).at(-1) ?? null,
});
