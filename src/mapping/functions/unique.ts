// The mapping function `unique`: without repetition.

import { canonicalJson } from "../../core/json.ts";
import { asDecimal, asList, isNumeric } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

/** Equal elements have equal keys; the number 1 and the text "1" do not. */
function keyOf(item: unknown): string {
  return isNumeric(item) ? asDecimal(item).toFixed() : canonicalJson(item);
}

export const uniqueFunction = defineMappingFunction({
  name: "unique",
  family: "List",
  title: "Without repetition",
  description: "The elements of a list, each kept where it appears first.",
  signatures: ["unique(list)"],
  arity: [1, 1],
  examples: [
    { expression: 'unique(["a", "b", "a"])', result: ["a", "b"] },
    { expression: 'unique([1, 1.0, "1"])', result: ["1", "1"] },
    { expression: "unique(src.Tags)", src: {}, result: [] },
  ],
  evaluate: ([list]) => {
    const seen = new Set<string>();
    return asList(list).filter((item) => {
      const key = keyOf(item);
      return seen.has(key) ? false : seen.add(key);
    });
  },
});
