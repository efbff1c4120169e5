// The mapping function `stateCode`: state code.

import { findState } from "../geography/state-names.ts";
import { asText, isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const stateCodeFunction = defineMappingFunction({
  name: "stateCode",
  family: "Name and address",
  title: "State code",
  description:
    "The code of a state, province or territory of the United States, Canada or Australia. Text that is not known is kept as it is, because shops let people type states freely.",
  signatures: ["stateCode(country, state)"],
  arity: [2, 2],
  examples: [
    { expression: 'stateCode("US", "Massachusetts")', result: "MA" },
    { expression: 'stateCode("Canada", "québec")', result: "QC" },
    { expression: 'stateCode("US", "US-NY")', result: "NY" },
    { expression: 'stateCode("FR", "Bretagne")', result: "Bretagne" },
    { expression: 'stateCode("US", src.State)', src: {}, result: null },
  ],
  evaluate: ([country, state]) =>
    isBlank(state) ? null : (findState(country, asText(state))?.code ?? asText(state)),
});
