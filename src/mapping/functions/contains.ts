// The mapping function `contains`: contains.

import { asText } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const containsFunction = defineMappingFunction({
  name: "contains",
  family: "Text",
  title: "Contains",
  description: "Whether a text holds another one, letter by letter. False for an empty value.",
  signatures: ["contains(text, wanted)", "text.contains(wanted)"],
  arity: [2, 2],
  examples: [
    { expression: 'contains("Express shipping", "shipping")', result: true },
    { expression: 'src.Note.contains("gift")', src: { Note: "Gift" }, result: false },
  ],
  evaluate: ([text, wanted]) => text !== null && asText(text).includes(asText(wanted)),
});
