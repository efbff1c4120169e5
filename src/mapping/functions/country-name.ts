// The mapping function `countryName`: country name.

import { findCountry } from "../geography/country-names.ts";
import { asText, describeValue, isBlank, unsuitable } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const countryNameFunction = defineMappingFunction({
  name: "countryName",
  family: "Name and address",
  title: "Country name",
  description:
    "The English name of a country given by its two-letter or three-letter ISO 3166 code or by a name. An unknown country gives the default value, or is an error when none is named.",
  signatures: ["countryName(country)", "countryName(country, default)"],
  arity: [1, 2],
  examples: [
    { expression: 'countryName("US")', result: "United States" },
    { expression: 'countryName("can")', result: "Canada" },
    { expression: 'countryName("Great Britain")', result: "United Kingdom" },
    {
      expression: 'countryName("XX", src.Country)',
      src: { Country: "Elsewhere" },
      result: "Elsewhere",
    },
    { expression: 'countryName("XX")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([country, ...fallback]) => {
    if (isBlank(country)) return fallback[0] ?? null;
    const found = findCountry(asText(country));
    if (found !== undefined) return found.name;
    if (fallback.length > 0) return fallback[0];
    throw unsuitable(`${describeValue(country)} is not a country.`);
  },
});
