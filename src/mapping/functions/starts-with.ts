// The mapping function `startsWith`: starts with.

import { asText } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const startsWithFunction = defineMappingFunction({
  name: "startsWith",
  family: "Text",
  title: "Starts with",
  description: "Whether a text begins with another one. False for an empty value.",
  signatures: ["startsWith(text, wanted)", "text.startsWith(wanted)"],
  arity: [2, 2],
  examples: [
    { expression: 'startsWith("INV-42", "INV-")', result: true },
    { expression: 'src.Number.startsWith("CN")', src: { Number: "INV-1" }, result: false },
  ],
  evaluate: ([text, wanted]) => text !== null && asText(text).startsWith(asText(wanted)),
});
