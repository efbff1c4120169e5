// The mapping function `lastName`: last name.

import { splitName } from "../language/person-name.ts";
import { asText, isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const lastNameFunction = defineMappingFunction({
  name: "lastName",
  family: "Name and address",
  title: "Last name",
  description: "The last word of a person's name; empty when there is only one word.",
  signatures: ["lastName(name)"],
  arity: [1, 1],
  examples: [
    { expression: 'lastName("Ann Mary Lee")', result: "Lee" },
    { expression: 'lastName("Ann")', result: null },
    { expression: "lastName(src.Name)", src: {}, result: null },
  ],
  evaluate: ([name]) => (isBlank(name) ? null : splitName(asText(name)).lastName),
});
