// The mapping function `splitName`: split a name.

import { splitName } from "../language/person-name.ts";
import { asText, isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const splitNameFunction = defineMappingFunction({
  name: "splitName",
  family: "Name and address",
  title: "Split a name",
  description:
    "Splits a person's name: the last word is the surname, what stands before it the first name. A single word is a first name only.",
  signatures: ["splitName(name)"],
  arity: [1, 1],
  examples: [
    { expression: 'splitName("Ann  Lee")', result: { firstName: "Ann", lastName: "Lee" } },
    { expression: 'splitName("Ann")', result: { firstName: "Ann", lastName: null } },
    { expression: "splitName(src.Name).lastName", src: { Name: "Ann Lee" }, result: "Lee" },
    { expression: 'splitName("")', result: null },
  ],
  evaluate: ([name]) => (isBlank(name) ? null : splitName(asText(name))),
});
