// The mapping function `now`: this moment.

import { currentInstant } from "../language/days.ts";
import { defineMappingFunction } from "./define-function.ts";

export const nowFunction = defineMappingFunction({
  name: "now",
  family: "Date and time",
  title: "This moment",
  description:
    "The moment the run works with, in UTC. It stays the same throughout one run and when a run is replayed for a preview.",
  signatures: ["now()"],
  arity: [0, 0],
  examples: [{ expression: "now()", result: "2026-03-02T14:15:00.000Z" }],
  evaluate: (_values, evaluation) => currentInstant(evaluation).toISOString(),
});
