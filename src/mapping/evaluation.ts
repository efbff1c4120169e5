// What an evaluation may reach besides its variables: lookup tables, exchange rates, the instant
// called "now", and the step budget. Nothing else of the host is reachable from an expression.

import type { ExchangeRates } from "./exchange-rates.ts";
import { StepBudget } from "./limits.ts";
import type { LookupTables } from "./lookup-tables.ts";

export interface EvaluationContext {
  lookups?: LookupTables;
  rates?: ExchangeRates;
  /** The instant that `now()` and `today()` answer with. */
  now?: Date;
  /** Shared by several expressions of one run; a fresh one when absent. */
  budget?: StepBudget;
}

/** A context whose budget is certain. */
export interface Evaluation extends EvaluationContext {
  budget: StepBudget;
}

export function startEvaluation(context: EvaluationContext): Evaluation {
  const { budget } = context;
  return budget === undefined ? { ...context, budget: new StepBudget() } : (context as Evaluation);
}
