// The mapping function `endsWith`: ends with.

import { asText } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const endsWithFunction = defineMappingFunction({
  name: "endsWith",
  family: "Text",
  title: "Ends with",
  description: "Whether a text ends with another one. False for an empty value.",
  signatures: ["endsWith(text, wanted)", "text.endsWith(wanted)"],
  arity: [2, 2],
  examples: [
    { expression: 'endsWith("a.pdf", ".pdf")', result: true },
    { expression: 'src.Name.endsWith("x")', src: {}, result: false },
  ],
  evaluate: ([text, wanted]) => text !== null && asText(text).endsWith(asText(wanted)),
});
