// Runs a compiled mapping over one message. All fields are worked out, also after one that fails, so
// that a person sees every problem at once.

import { type ErrorCode, ensureError, IntegrationError } from "../core/errors.ts";
import type { Json, JsonObject } from "../core/json.ts";
import { redact } from "../core/redact.ts";
import type { Evaluation } from "./evaluation.ts";
import type { ExchangeRates } from "./exchange-rates.ts";
import { describeValue, isRecord, unsuitable } from "./language/values.ts";
import { assertListLength, StepBudget } from "./limits.ts";
import type { LookupTables } from "./lookup-tables.ts";
import { assertMessage } from "./message.ts";
import type { CopyPlan, EachPlan, FieldPlan, ValuePlan } from "./plan.ts";
import type { FieldFailure, FieldTrace } from "./trace.ts";
import { writeValue } from "./written-value.ts";

export interface MappingInput {
  /** The message, as `parseJson` of core reads it. */
  src: unknown;
  settings?: JsonObject;
  event?: JsonObject;
  params?: JsonObject;
  lookups?: LookupTables;
  rates?: ExchangeRates;
  /** The instant that `now()` and `today()` answer with. */
  now?: Date;
}

export interface MappingResult {
  output: JsonObject;
  trace: FieldTrace[];
}

const failuresMax = 1_000;
const shownTraceMax = 2_000;

/** One run: what is shared by all of its fields. */
interface Run {
  evaluation: Evaluation;
  trace: FieldTrace[];
  failures: FieldFailure[];
}

/** One object being filled: the output, or an element of one of its lists. */
interface Target {
  object: JsonObject;
  /** Path of the object in the output, such as `lines[0]`. */
  path: string;
  variables: Readonly<Record<string, unknown>>;
}

function pathOf(target: Target, names: readonly string[]): string {
  const path = names.join(".");
  return target.path === "" ? path : `${target.path}.${path}`;
}

function setField(object: JsonObject, names: readonly string[], value: Json): void {
  let current = object;
  for (const name of names.slice(0, -1)) {
    const next = Object.hasOwn(current, name) ? current[name] : undefined;
    const inner: JsonObject = isRecord(next) ? next : {};
    current[name] = inner;
    current = inner;
  }
  const last = names.at(-1);
  if (last !== undefined) current[last] = value;
}

type Step = { path: string; expression: string };

/** Does one step of a run; what it throws becomes an entry of the trace. */
function attempt(run: Run, step: Step, work: () => Json): Json | undefined {
  try {
    const value = work();
    run.trace.push({ ...step, value });
    return value;
  } catch (thrown) {
    const error = ensureError(thrown);
    run.trace.push({ ...step, error: { code: error.code, message: error.message } });
    run.failures.push({ ...step, error });
    return undefined;
  }
}

function runValue(plan: ValuePlan, target: Target, run: Run): void {
  const { expression, names, place } = plan;
  const step = { path: pathOf(target, names), expression: expression.text };
  const value = attempt(run, step, () => {
    const result = expression.evaluate(target.variables, run.evaluation);
    const written = writeValue(result, { place, budget: run.evaluation.budget });
    if (written === null && plan.required)
      throw unsuitable("The field needs a value and got none.");
    return written;
  });
  if (value === undefined || (value === null && !plan.keepNull)) return;
  setField(target.object, names, value);
}

function copyMembers(plan: CopyPlan, value: unknown, run: Run): JsonObject | null {
  if (value === null) return null;
  if (!isRecord(value)) throw unsuitable(`${describeValue(value)} has no members to copy.`);
  const { only, except, place } = plan;
  const copied = Object.entries(value).filter(
    ([name]) => !except.has(name) && (only?.has(name) ?? true),
  );
  const { budget } = run.evaluation;
  const written = writeValue(Object.fromEntries(copied), { place, budget, keepNumbers: true });
  return written as JsonObject;
}

function runCopy(plan: CopyPlan, target: Target, run: Run): void {
  const { source, names } = plan;
  const step = { path: pathOf(target, names), expression: source.text };
  const value = attempt(run, step, () =>
    copyMembers(plan, source.evaluate(target.variables, run.evaluation), run),
  );
  if (isRecord(value)) setField(target.object, names, value);
}

/** Works the list of an `each` out; undefined when there is none, or when it failed. */
function listOf(plan: EachPlan, target: Target, run: Run): readonly unknown[] | undefined {
  const { list, names } = plan;
  let elements: readonly unknown[] | undefined;
  attempt(run, { path: pathOf(target, names), expression: list.text }, () => {
    const value = list.evaluate(target.variables, run.evaluation);
    if (value === null) return null;
    if (!Array.isArray(value)) throw unsuitable(`${describeValue(value)} is not a list.`);
    assertListLength(value.length);
    run.evaluation.budget.spend(value.length * (1 + plan.fields.length));
    elements = value;
    return `${value.length} elements`;
  });
  return elements;
}

/** Whether an element meets its condition; `path` names its place in the list it came from. */
function isKept(plan: EachPlan, element: Target, path: string, run: Run): boolean {
  const { when } = plan;
  if (when === undefined) return true;
  const work = () => when.evaluateCondition(element.variables, run.evaluation);
  return attempt(run, { path, expression: when.text }, work) === true;
}

function runEach(plan: EachPlan, target: Target, run: Run): void {
  const elements = listOf(plan, target, run);
  if (elements === undefined) return;
  const path = pathOf(target, plan.names);
  const outputs: JsonObject[] = [];
  for (const [index, value] of elements.entries()) {
    if (isHopeless(run)) return;
    const element: Target = {
      object: {},
      path: `${path}[${outputs.length}]`,
      variables: { ...target.variables, [plan.as]: value ?? null, index },
    };
    if (!isKept(plan, element, `${path}.when[${index}]`, run)) continue;
    outputs.push(element.object);
    fillTarget(plan.fields, element, run);
  }
  setField(target.object, plan.names, outputs);
}

/** A run that has spent its steps, or failed so often, would only go on failing. */
function isHopeless({ failures }: Run): boolean {
  return failures.length >= failuresMax || failures.at(-1)?.error.code === "EXPRESSION_LIMIT";
}

function fillTarget(plans: readonly FieldPlan[], target: Target, run: Run): void {
  for (const plan of plans) {
    if (isHopeless(run)) return;
    if (plan.kind === "value") runValue(plan, target, run);
    else if (plan.kind === "copy") runCopy(plan, target, run);
    else runEach(plan, target, run);
  }
}

/** Codes that say more than MAPPING_FAILED does. */
const tellingCodes: ReadonlySet<ErrorCode> = new Set([
  "LOOKUP_MISSING",
  "EXPRESSION_LIMIT",
  "CONFIGURATION_INVALID",
  "UNEXPECTED",
]);

/** The trace a person is shown: all that failed, and of the rest no more than can be read. */
function shownTrace({ trace }: Run): FieldTrace[] {
  return trace.filter((entry, position) => position < shownTraceMax || entry.error !== undefined);
}

function failed({ path, expression, error }: FieldFailure, run: Run): IntegrationError {
  const code = tellingCodes.has(error.code) ? error.code : "MAPPING_FAILED";
  const others = run.failures.length > 1 ? ` ${run.failures.length - 1} more field(s) failed.` : "";
  return new IntegrationError(code, `Field "${path}": ${error.message}${others}`, {
    hint: error.hint,
    details: { ...error.details, path, expression, trace: redact(shownTrace(run)) },
    cause: error,
  });
}

/** Maps one message; throws for the first field that failed, with the trace of all. */
export function runPlans(plans: readonly FieldPlan[], input: MappingInput): MappingResult {
  const { src, settings = {}, event = {}, params = {}, ...context } = input;
  const variables = { src, settings, event, params };
  assertMessage(variables);
  const run: Run = {
    evaluation: { ...context, budget: new StepBudget() },
    trace: [],
    failures: [],
  };
  const output: JsonObject = {};
  fillTarget(plans, { object: output, path: "", variables }, run);
  const [first] = run.failures;
  if (first !== undefined) throw failed(first, run);
  return { output, trace: run.trace };
}
