// Waits for a person's approval of what the later steps would write.

import type { ApproveStep } from "../document.ts";
import { holds, messageOf, type StepScope } from "../scope.ts";
import { type StepResult, stepSkipped } from "./step-result.ts";

/** `approve` throws until the approval is given; it tells what to note in the trace. */
export async function runApprove(
  step: ApproveStep,
  scope: StepScope,
  approve: () => Promise<string>,
): Promise<StepResult> {
  if (!holds(scope, step.when)) return stepSkipped(scope);
  messageOf(scope, step.approve);
  return { scope, detail: { result: await approve() }, effect: "none" };
}
