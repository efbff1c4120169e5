// Splitter: does the same steps for each part of a message.

import { IntegrationError } from "../../core/errors.ts";
import { isJsonObject } from "../../core/json.ts";
import type { SplitStep } from "../document.ts";
import { holds, messageOf, type ScopedMessage, type StepScope, withMessage } from "../scope.ts";
import { findSplitTranslator } from "../translators.ts";
import { type StepResult, stepSkipped } from "./step-result.ts";

/** Runs nested steps; handed in by the runner, which records each of them. */
export type RunNested = (
  steps: SplitStep["steps"],
  scope: StepScope,
  path: string,
) => Promise<StepResult>;

export async function runSplit(
  step: SplitStep,
  scope: StepScope,
  nested: { run: RunNested; path: string },
): Promise<StepResult> {
  if (!holds(scope, step.when)) return stepSkipped(scope);
  const whole = messageOf(scope, step.split);
  const parts = partsOf(step, scope, whole);
  let effect: StepResult["effect"] = "none";
  for (const [index, part] of parts.entries()) {
    const inner = withMessage(scope, step.as, part);
    const result = await nested.run(step.steps, inner, `${nested.path}[${index}]`);
    if (result.effect === "changed") effect = "changed";
  }
  return { scope, detail: { parts: parts.length }, effect };
}

function partsOf(step: SplitStep, scope: StepScope, whole: ScopedMessage): ScopedMessage[] {
  if (step.by === undefined) return listOf(whole.value).map((value) => partOf(whole, value, step));
  return findSplitTranslator(step.by)
    .translate({
      message: whole.value,
      params: scope.params,
      tables: scope.tables,
      records: Object.fromEntries(scope.records),
      reference: "",
      target: {},
    })
    .map((value) => partOf(whole, value, step));
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new IntegrationError("MESSAGE_INVALID", "Only a list can be split.");
}

function partOf(whole: ScopedMessage, value: unknown, step: SplitStep): ScopedMessage {
  const id = isJsonObject(value) ? value["id"] : undefined;
  if (typeof id !== "string" || id === "") {
    throw new IntegrationError("MESSAGE_INVALID", `A part of "${step.split}" has no id.`, {
      hint: "Each part needs an id of its own, so that it is never written twice.",
    });
  }
  return { ...whole, value, part: { entity: step.as, id } };
}
