// Publishes an event that other flows can want.

import type { EmitStep } from "../document.ts";
import { holds, messageOf, type StepScope } from "../scope.ts";
import { type StepResult, stepSkipped } from "./step-result.ts";

export async function runEmit(step: EmitStep, scope: StepScope): Promise<StepResult> {
  if (!holds(scope, step.when)) return stepSkipped(scope);
  const { source } = messageOf(scope, step.of);
  scope.emit({ type: step.emit, source, data: { records: Object.fromEntries(scope.records) } });
  return { scope, detail: { event: step.emit }, effect: "none" };
}
