// Calls a named action, such as invoice.send, on the record an earlier effect made.

import { isMessageName } from "../../canonical/messages.ts";
import { IntegrationError } from "../../core/errors.ts";
import type { CallStep } from "../document.ts";
import { holds, messageOf, type StepScope } from "../scope.ts";
import { type RunOutcome, type StepResult, stepSkipped } from "./step-result.ts";

const outcomeOf = {
  done: "applied",
  unchanged: "unchanged",
  remembered: "remembered",
} as const satisfies Record<string, RunOutcome>;

export async function runCall(step: CallStep, scope: StepScope): Promise<StepResult> {
  if (!holds(scope, step.when)) return stepSkipped(scope);
  const [message = "", action = ""] = step.call.split(".");
  if (!isMessageName(message)) {
    throw new IntegrationError("CONFIGURATION_INVALID", `"${message}" is not a message.`);
  }
  const of = messageOf(scope, step.of);
  const result = await scope.systems.call({
    role: step.to,
    message,
    action,
    only: step.only,
    absent: step.absent,
    source: of.source,
    purpose: message,
    version: of.version,
  });
  const effect = result === "done" ? "changed" : "none";
  const done: StepResult = { scope, detail: { action: step.call, result }, effect };
  if (step.ends === undefined) return done;
  return { ...done, end: { outcome: outcomeOf[result], reason: step.ends } };
}
