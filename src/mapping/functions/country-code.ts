// The mapping function `countryCode`: country code.

import { findCountry } from "../geography/country-names.ts";
import { asText, describeValue, isBlank, unsuitable } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const countryCodeFunction = defineMappingFunction({
  name: "countryCode",
  family: "Name and address",
  title: "Country code",
  description:
    "The two-letter ISO 3166 code of a country named by its English name, its two-letter or its three-letter code. An unknown country gives the default value, or is an error when none is named.",
  signatures: ["countryCode(country)", "countryCode(country, default)"],
  arity: [1, 2],
  examples: [
    { expression: 'countryCode("United States")', result: "US" },
    { expression: 'countryCode("USA")', result: "US" },
    { expression: 'countryCode("gb")', result: "GB" },
    { expression: 'countryCode("Côte d’Ivoire")', result: "CI" },
    { expression: 'countryCode("Atlantis", null)', result: null },
    { expression: "countryCode(src.Country)", src: {}, result: null },
    { expression: 'countryCode("Atlantis")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([country, ...fallback]) => {
    if (isBlank(country)) return fallback[0] ?? null;
    const found = findCountry(asText(country));
    if (found !== undefined) return found.code;
    if (fallback.length > 0) return fallback[0];
    throw unsuitable(`${describeValue(country)} is not a country.`);
  },
});
