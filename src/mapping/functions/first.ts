// The mapping function `first`: first element.

import { asList } from "../language/values.ts";
import { itemPlace } from "../schema-path.ts";
import { defineMappingFunction } from "./define-function.ts";

export const firstFunction = defineMappingFunction({
  name: "first",
  family: "List",
  title: "First element",
  description: "The first element of a list; empty when there is none.",
  signatures: ["first(list)"],
  arity: [1, 1],
  examples: [
    {
      expression: "first(src.Emails)",
      src: { Emails: ["a@example.com", "b@example.com"] },
      result: "a@example.com",
    },
    { expression: "first([])", result: null },
    {
      expression: "first(src.Addresses).City",
      src: { Addresses: [{ City: "Boston" }] },
      result: "Boston",
    },
  ],
  resultPlace: ([list = "open"]) => itemPlace(list),
  evaluate: ([list]) => asList(list)[0] ?? null,
});
