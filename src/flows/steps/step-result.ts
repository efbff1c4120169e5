// What a step tells the runner.

import type { JsonObject } from "../../core/json.ts";
import type { StepScope } from "../scope.ts";

export type RunOutcome = "applied" | "unchanged" | "skipped" | "superseded" | "remembered";

export interface StepResult {
  /** What later steps see. */
  scope: StepScope;
  /** What the step did, for the trace. */
  detail: JsonObject;
  /** Did this step change something outside? */
  effect: "changed" | "none";
  /** When given, the run ends here. */
  end?: { outcome: RunOutcome; reason: string };
}

/** The step did nothing because its condition does not hold. */
export function stepSkipped(scope: StepScope): StepResult {
  return { scope, detail: { skipped: "its condition does not hold" }, effect: "none" };
}
