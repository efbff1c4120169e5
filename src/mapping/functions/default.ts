// The mapping function `default`: default value.

import { isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const defaultFunction = defineMappingFunction({
  name: "default",
  family: "Lookup and choice",
  title: "Default value",
  description: "The value, or the second one when it is empty or blank text.",
  signatures: ["default(value, fallback)"],
  arity: [2, 2],
  examples: [
    { expression: 'default(src.Currency, "USD")', src: { Currency: "" }, result: "USD" },
    { expression: 'default(src.Currency, "USD")', src: { Currency: "EUR" }, result: "EUR" },
    { expression: "default(src.Qty, 1) * 2", src: {}, result: "2" },
    { expression: "default(src.Line2, null)", src: { Line2: " " }, result: null },
  ],
  evaluate: ([value, fallback]) => (isBlank(value) ? fallback : value),
});
