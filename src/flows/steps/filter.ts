// Message Filter: lets a run go on only when its condition holds.

import type { FilterStep } from "../document.ts";
import { holds, type StepScope } from "../scope.ts";
import type { StepResult } from "./step-result.ts";

export async function runFilter(step: FilterStep, scope: StepScope): Promise<StepResult> {
  const passes = holds(scope, step.filter);
  const result: StepResult = {
    scope,
    detail: { condition: step.filter, holds: passes },
    effect: "none",
  };
  return passes ? result : { ...result, end: { outcome: step.outcome, reason: step.reason } };
}
