// Checks a flow as a whole, without running it: names, order and expressions.

import { isMessageName } from "../canonical/messages.ts";
import { IntegrationError } from "../core/errors.ts";
import { compileExpression } from "../mapping/expression.ts";
import { findCheck } from "./checks.ts";
import { type FlowDocument, kindOf, type Step } from "./document.ts";
import { findSplitTranslator, findWriteTranslator } from "./translators.ts";

interface Known {
  document: FlowDocument;
  /** Names of messages earlier steps give. */
  messages: ReadonlySet<string>;
}

/** Throws CONFIGURATION_INVALID with the place of the first thing that cannot work. */
export function validateFlow(document: FlowDocument): void {
  if (!Object.hasOwn(document.roles, document.on.from)) {
    throw invalid("on.from", `"${document.on.from}" is not a role of the flow`);
  }
  validateSteps({ document, messages: new Set(["event"]) }, document.steps, "steps");
}

function invalid(path: string, problem: string): IntegrationError {
  return new IntegrationError(
    "CONFIGURATION_INVALID",
    `The flow cannot work: ${path}: ${problem}.`,
    {
      details: { path, problem },
    },
  );
}

function validateSteps(known: Known, steps: readonly Step[], path: string): void {
  const messages = new Set(known.messages);
  for (const [index, step] of steps.entries()) {
    const place = `${path}[${index}].${kindOf(step)}`;
    const inner = { ...known, messages };
    validateNames(inner, step, place);
    for (const text of expressionsOf(step)) validateExpression(inner, text, place);
    if ("approve" in step && path !== "steps") {
      throw invalid(place, "the steps of a split cannot wait for approval, only those around it");
    }
    if ("read" in step) messages.add(step.as);
    if ("split" in step) {
      validateSteps({ ...known, messages: new Set([...messages, step.as]) }, step.steps, place);
    }
  }
}

function expressionsOf(step: Step): string[] {
  const when = "when" in step ? step.when : undefined;
  const filter = "filter" in step ? step.filter : undefined;
  return [when, filter].filter((text) => text !== undefined);
}

function validateExpression({ messages }: Known, text: string, place: string): void {
  const names = [...messages, "params", "run"];
  const variables = Object.fromEntries(names.map((name) => [name, "any" as const]));
  try {
    compileExpression(text, { variables });
  } catch (thrown) {
    throw invalid(place, thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function validateNames(known: Known, step: Step, place: string): void {
  const message = messageNameOf(step);
  if (message !== null && !isMessageName(message))
    throw invalid(place, `"${message}" is not a message`);
  const role = "read" in step ? step.from : "to" in step ? step.to : null;
  if (role !== null && !Object.hasOwn(known.document.roles, role)) {
    throw invalid(place, `"${role}" is not a role of the flow`);
  }
  const source = sourceOf(step);
  if (source !== null && !known.messages.has(source)) {
    throw invalid(place, `no earlier step gives "${source}"`);
  }
  if ("check" in step) findCheck(step.check);
  if ("write" in step && step.by !== undefined) findWriteTranslator(step.by);
  if ("split" in step && step.by !== undefined) findSplitTranslator(step.by);
}

function messageNameOf(step: Step): string | null {
  if ("read" in step) return step.read;
  if ("write" in step) return step.write;
  if ("call" in step) return step.call.split(".")[0] ?? "";
  return null;
}

/** The message a step works on, by the name an earlier step gave it. */
function sourceOf(step: Step): string | null {
  if ("write" in step) return step.from;
  if ("split" in step) return step.split;
  if ("approve" in step) return step.approve;
  if ("call" in step || "check" in step || "emit" in step) return step.of;
  return null;
}
