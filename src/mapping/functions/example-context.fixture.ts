// The surroundings in which the examples of the mapping functions run: on the reference page and in
// the tests.

import type { EvaluationContext } from "../evaluation.ts";
import type { ExchangeRate } from "../exchange-rates.ts";
import { lookupTablesOf } from "../lookup-tables.ts";

export const exampleLookupNames = ["order-status"] as const;

const euroRates: Readonly<Record<string, string>> = { USD: "1.0850", JPY: "162.34" };

function exampleRate(from: string, to: string, date: string): ExchangeRate | undefined {
  const rate = from === "EUR" && Object.hasOwn(euroRates, to) ? euroRates[to] : undefined;
  return rate === undefined ? undefined : { rate, source: "example", date };
}

export const exampleContext: EvaluationContext = {
  lookups: lookupTablesOf({ "order-status": { "1": "placed", "2": "paid" } }),
  rates: { rate: exampleRate },
  now: new Date("2026-03-02T14:15:00Z"),
};
