// The mapping function `firstName`: first name.

import { splitName } from "../language/person-name.ts";
import { asText, isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const firstNameFunction = defineMappingFunction({
  name: "firstName",
  family: "Name and address",
  title: "First name",
  description:
    "All words of a person's name but the last. A single word is a first name. An empty value stays empty.",
  signatures: ["firstName(name)"],
  arity: [1, 1],
  examples: [
    { expression: 'firstName("Ann Mary Lee")', result: "Ann Mary" },
    { expression: 'firstName("Ann")', result: "Ann" },
    { expression: "firstName(src.Name)", src: {}, result: null },
  ],
  evaluate: ([name]) => (isBlank(name) ? null : splitName(asText(name)).firstName),
});
