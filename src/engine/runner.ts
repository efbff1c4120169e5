// Works through the steps of one run, in memory. What it leaves behind is written by finish.

import { isMessageName } from "../canonical/messages.ts";
import type { IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { redact } from "../core/redact.ts";
import { kindOf, type Step } from "../flows/document.ts";
import { type BusinessRecord, businessRecordOf } from "../flows/record.ts";
import type { StepScope } from "../flows/scope.ts";
import { runApprove } from "../flows/steps/approve.ts";
import { runCall } from "../flows/steps/call.ts";
import { runCheck } from "../flows/steps/check.ts";
import { runEmit } from "../flows/steps/emit.ts";
import { runFilter } from "../flows/steps/filter.ts";
import { runRead } from "../flows/steps/read.ts";
import { runSplit } from "../flows/steps/split.ts";
import type { RunOutcome, StepResult } from "../flows/steps/step-result.ts";
import { runWrite } from "../flows/steps/write.ts";
import type { AttemptContext } from "./attempt-context.ts";
import type { Execution } from "./execution.ts";
import { failureOf } from "./failure.ts";
import { assertApproved } from "./review/approval.ts";
import type { AttemptResult, FinishedAttempt, StepTrace } from "./run.ts";
import { createFlowSystems } from "./systems.ts";

interface Progress {
  execution: Execution;
  steps: StepTrace[];
  record: BusinessRecord | null;
  changed: { changed: boolean };
  superseded: boolean;
}

/** Works through the flow's steps for real. */
export function workOn(context: AttemptContext): Promise<FinishedAttempt> {
  return executeAttempt({
    context,
    systems: createFlowSystems(context),
    records: new Map(),
    approve: (rest) => assertApproved(context, rest),
  });
}

export async function executeAttempt(execution: Execution): Promise<FinishedAttempt> {
  const { context } = execution;
  const progress = newProgress(execution);
  const result = await attempt(progress);
  const { memory, run } = context;
  const failed = result.kind === "failed";
  return {
    run,
    result,
    steps: progress.steps,
    links: [...memory.links.values()],
    effects: memory.effects,
    emitted: failed ? [] : memory.emitted,
    record: progress.record,
    failedExchanges: failed ? memory.exchanges : [],
    failedConnectionId: failed ? memory.failedConnectionId : null,
    failedConnectionKnownAt: failed ? memory.failedConnectionKnownAt : null,
  };
}

function newProgress(execution: Execution): Progress {
  return { execution, steps: [], record: null, changed: { changed: false }, superseded: false };
}

async function attempt(progress: Progress): Promise<AttemptResult> {
  try {
    const { document } = progress.execution.context.flow;
    const last = await runSteps(progress, document.steps, {
      scope: firstScope(progress),
      path: "steps",
    });
    if (last.end) return { kind: "done", ...last.end };
    return { kind: "done", outcome: outcomeOf(progress), reason: null };
  } catch (thrown) {
    return { kind: "failed", error: failureOf(thrown) };
  }
}

function outcomeOf(progress: Progress): RunOutcome {
  if (progress.changed.changed) return "applied";
  return progress.superseded ? "superseded" : "unchanged";
}

function firstScope({ execution, changed }: Progress): StepScope {
  const { context, systems, records } = execution;
  const { run, flow, configuration, memory, clock } = context;
  return {
    triggerRole: flow.document.on.from,
    event: { ...run.event.data, type: run.event.type, entity: run.entity, entityId: run.entityId },
    params: flow.params,
    tables: configuration.lookups,
    systems,
    now: clock.now(),
    messages: new Map(),
    records,
    progress: changed,
    emit: (event) => void memory.emitted.push(event),
  };
}

interface Place {
  scope: StepScope;
  path: string;
}

/** A step's place, with the steps that come after it. */
interface StepPlace extends Place {
  rest: readonly Step[];
}

/** Runs steps one after the other; gives the last result, with `end` when a step ended the run. */
async function runSteps(
  progress: Progress,
  steps: readonly Step[],
  place: Place,
): Promise<StepResult> {
  let result: StepResult = { scope: place.scope, detail: {}, effect: "none" };
  let changed = false;
  for (const [index, step] of steps.entries()) {
    const scope = result.scope;
    const rest = steps.slice(index + 1);
    result = await traced(progress, step, { scope, path: `${place.path}[${index}]`, rest });
    if (result.effect === "changed") changed = progress.changed.changed = true;
    if (result.end) break;
  }
  return { ...result, effect: changed ? "changed" : "none" };
}

/** Runs one step and records what it did, what it called, and what went wrong. */
async function traced(progress: Progress, step: Step, place: StepPlace): Promise<StepResult> {
  const { clock, memory } = progress.execution.context;
  const startedAt = clock.now();
  const startedMs = clock.monotonicMs();
  memory.exchanges = [];
  const record = (status: StepTrace["status"], detail: JsonObject, error: JsonObject | null) => {
    // Exchanges are redacted where they are recorded.
    const calls = memory.exchanges as unknown as JsonObject[];
    progress.steps.push({
      path: place.path,
      kind: kindOf(step),
      title: titleOf(step),
      status,
      startedAt,
      durationMs: clock.monotonicMs() - startedMs,
      detail: { ...(redact(detail) as JsonObject), calls },
      error,
    });
  };
  try {
    const result = await dispatch(progress, step, place);
    noteRecord(progress, step, result);
    record(result.end ? "ended" : "done", result.detail, null);
    return result;
  } catch (thrown) {
    record("failed", {}, describeError(failureOf(thrown)));
    throw thrown;
  }
}

function dispatch(progress: Progress, step: Step, place: StepPlace): Promise<StepResult> {
  const { scope, path } = place;
  if ("read" in step) return runRead(step, scope);
  if ("check" in step) return runCheck(step, scope);
  if ("filter" in step) return runFilter(step, scope);
  if ("approve" in step) return runApprove(step, scope, () => approve(progress, place));
  if ("write" in step) return runWrite(step, scope);
  if ("call" in step) return runCall(step, scope);
  if ("emit" in step) return runEmit(step, scope);
  return runSplit(step, scope, {
    path: `${path}.steps`,
    run: (steps, inner, innerPath) => runSteps(progress, steps, { scope: inner, path: innerPath }),
  });
}

function approve(progress: Progress, { scope, path, rest }: StepPlace): Promise<string> {
  const run = async (execution: Execution) => {
    const looking = newProgress(execution);
    const { systems, records } = execution;
    const emit = () => undefined;
    const inner = { ...scope, systems, records, progress: looking.changed, emit };
    await runSteps(looking, rest, { scope: inner, path });
  };
  return progress.execution.approve({ records: scope.records, run });
}

function noteRecord(progress: Progress, step: Step, result: StepResult): void {
  if ("read" in step && isMessageName(step.read)) {
    const message = result.scope.messages.get(step.as);
    if (message) progress.record ??= businessRecordOf(step.read, message.value);
  }
  if (result.detail["outcome"] === "superseded") progress.superseded = true;
}

function titleOf(step: Step): string {
  const kind = kindOf(step);
  return `${kind} ${String(step[kind as keyof Step])}`;
}

/** An error as it is stored and shown: never with a secret. */
export function describeError(error: IntegrationError): JsonObject {
  return redact({
    code: error.code,
    class: error.errorClass,
    message: error.message,
    hint: error.hint,
    details: error.details,
  }) as JsonObject;
}
