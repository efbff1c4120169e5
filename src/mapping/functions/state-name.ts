// The mapping function `stateName`: state name.

import { findState } from "../geography/state-names.ts";
import { asText, isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const stateNameFunction = defineMappingFunction({
  name: "stateName",
  family: "Name and address",
  title: "State name",
  description:
    "The name of a state, province or territory of the United States, Canada or Australia. Text that is not known is kept as it is.",
  signatures: ["stateName(country, state)"],
  arity: [2, 2],
  examples: [
    { expression: 'stateName("US", "MA")', result: "Massachusetts" },
    { expression: 'stateName("CAN", "bc")', result: "British Columbia" },
    { expression: 'stateName("US", "Somewhere")', result: "Somewhere" },
    { expression: 'stateName("US", src.State)', src: {}, result: null },
  ],
  evaluate: ([country, state]) =>
    isBlank(state) ? null : (findState(country, asText(state))?.name ?? asText(state)),
});
