// The mapping function `coalesce`: first that is there.

import { defineMappingFunction } from "./define-function.ts";

export const coalesceFunction = defineMappingFunction({
  name: "coalesce",
  family: "Lookup and choice",
  title: "First that is there",
  description:
    "The first of the given values that is not empty (null). Blank text counts as a value.",
  signatures: ["coalesce(value, ...)"],
  arity: [1, Number.POSITIVE_INFINITY],
  examples: [
    {
      expression: 'coalesce(src.Mobile, src.Phone, "none")',
      src: { Phone: "555-0100" },
      result: "555-0100",
    },
    { expression: "coalesce(src.a, src.b)", src: {}, result: null },
    { expression: 'coalesce("", "x")', result: "" },
  ],
  evaluate: (values) => values.find((value) => value !== null) ?? null,
});
