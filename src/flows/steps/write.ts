// Sends a message to a system: builds it, then asks for exactly one effect.

import { isMessageName, type MessageName, parseMessage } from "../../canonical/messages.ts";
import { IntegrationError } from "../../core/errors.ts";
import { isJsonObject } from "../../core/json.ts";
import type { WriteStep } from "../document.ts";
import type { TranslationInput, WriteRequest, WriteTranslator } from "../ports.ts";
import { holds, messageOf, type ScopedMessage, type StepScope } from "../scope.ts";
import { findWriteTranslator } from "../translators.ts";
import { type StepResult, stepSkipped } from "./step-result.ts";

export async function runWrite(step: WriteStep, scope: StepScope): Promise<StepResult> {
  if (!holds(scope, step.when)) return stepSkipped(scope);
  const message = canonicalName(step.write);
  const from = messageOf(scope, step.from);
  const translator = step.by === undefined ? null : findWriteTranslator(step.by);
  const request = writeRequest({ step, scope, message, from, translator });
  const written = await scope.systems.write(request);
  if (step.as) scope.records.set(step.as, written.id);
  return {
    scope,
    detail: { message, id: written.id, outcome: written.outcome, warnings: written.warnings },
    effect:
      written.outcome === "unchanged" || written.outcome === "superseded" ? "none" : "changed",
  };
}

function canonicalName(name: string): MessageName {
  if (isMessageName(name)) return name;
  throw new IntegrationError("CONFIGURATION_INVALID", `"${name}" is not a message.`);
}

interface WriteInput {
  step: WriteStep;
  scope: StepScope;
  message: MessageName;
  from: ScopedMessage;
  translator: WriteTranslator | null;
}

function writeRequest({ step, scope, message, from, translator }: WriteInput): WriteRequest {
  const input = (reference: string): TranslationInput => ({
    message: from.value,
    params: scope.params,
    tables: scope.tables,
    records: Object.fromEntries(scope.records),
    reference,
    target: scope.systems.settings(step.to),
  });
  const request: WriteRequest = {
    role: step.to,
    message,
    ...identityOf({ from, message, translator, scope }),
    version: from.version,
    match: step.match,
    update: step.update,
    build: (reference) =>
      parseMessage(
        message,
        translator ? translator.translate(input(reference)) : withReference(from.value, reference),
      ),
  };
  const correct = translator?.correct;
  if (step.settle === "total" && correct) {
    request.correct = (written, sent) => correct(written, sent, input(""));
  }
  return request;
}

/** A translator names the record the effect belongs to; a split part belongs to the split message. */
function identityOf({
  from,
  message,
  translator,
  scope,
}: Omit<WriteInput, "step">): Pick<WriteRequest, "source" | "purpose"> {
  if (translator) {
    const { entity, id, purpose } = translator.source(from.value, scope.params);
    return { source: { role: from.source.role, entity, id }, purpose };
  }
  const purpose = from.part ? `${message}:${from.part.id}` : message;
  return { source: from.source, purpose };
}

function withReference(value: unknown, reference: string): unknown {
  return isJsonObject(value) ? { ...value, reference } : value;
}
