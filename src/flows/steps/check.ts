// Validates a message by a named check; what fails is put before a person.

import { findCheck } from "../checks.ts";
import type { CheckStep } from "../document.ts";
import { messageOf, type StepScope } from "../scope.ts";
import type { StepResult } from "./step-result.ts";

export async function runCheck(step: CheckStep, scope: StepScope): Promise<StepResult> {
  findCheck(step.check).run(messageOf(scope, step.of).value, scope.params);
  return { scope, detail: { check: step.check, result: "passed" }, effect: "none" };
}
