// The mapping function `lookup`: lookup table.

import { IntegrationError } from "../../core/errors.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Evaluation } from "../evaluation.ts";
import { asText } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

function missing(table: string, key: string): IntegrationError {
  const message = `The lookup table "${table}" has no entry for "${key.slice(0, 80)}".`;
  return new IntegrationError("LOOKUP_MISSING", message, { details: { table, key } });
}

function findRow({ table, key }: { table: string; key: string }, { lookups }: Evaluation): unknown {
  if (lookups?.has(table)) return lookups.find(table, key);
  throw new IntegrationError("CONFIGURATION_INVALID", `There is no lookup table "${table}".`, {
    hint: "Create the table, or correct its name in the mapping.",
  });
}

export const lookupFunction = defineMappingFunction({
  name: "lookup",
  family: "Lookup and choice",
  title: "Lookup table",
  description:
    "Finds the value of a key in a lookup table. A key that is not there gives the default value, or is an error when none is named. An empty key gives the default, or stays empty.",
  signatures: ["lookup(table, key)", "lookup(table, key, default)"],
  arity: [2, 3],
  examples: [
    {
      expression: 'lookup("order-status", src.OrderStatusID)',
      src: { OrderStatusID: 1 },
      result: "placed",
    },
    { expression: 'lookup("order-status", 99, "pending")', result: "pending" },
    { expression: 'lookup("order-status", src.OrderStatusID)', src: {}, result: null },
    { expression: 'lookup("order-status", 99)', fails: "LOOKUP_MISSING" },
    { expression: 'lookup("nowhere", 1)', fails: "MAPPING_INVALID" },
  ],
  check: ([table], { lookupNames }) =>
    typeof table === "string" && lookupNames !== undefined && !lookupNames.includes(table)
      ? `There is no lookup table "${table}".${didYouMean(table, lookupNames)}`
      : undefined,
  evaluate: ([table, key, ...fallback], evaluation) => {
    if (key === null) return fallback[0] ?? null;
    const found = findRow({ table: asText(table), key: asText(key) }, evaluation);
    if (found !== undefined) return found;
    if (fallback.length > 0) return fallback[0];
    throw missing(asText(table), asText(key));
  },
});
