// Content Enricher: fetches the record an event is about in its current state.

import { isMessageName, type MessageName } from "../../canonical/messages.ts";
import { ensureError, IntegrationError } from "../../core/errors.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { ReadStep } from "../document.ts";
import type { SourceRecord } from "../ports.ts";
import { type StepScope, withMessage } from "../scope.ts";
import type { StepResult } from "./step-result.ts";

export async function runRead(step: ReadStep, scope: StepScope): Promise<StepResult> {
  if (!isMessageName(step.read)) {
    throw new IntegrationError("CONFIGURATION_INVALID", `"${step.read}" is not a message.`);
  }
  const { entityId } = scope.event;
  const source = { role: step.from, entity: step.read, id: entityId };
  const value = await readUnlessDeleted(scope, step.read, source);
  if (value === null) return deletedMeanwhile(scope, step.read);
  return {
    scope: withMessage(scope, step.as, { value, source, version: versionOf(value) }),
    detail: { message: step.read, id: entityId, value: value as JsonObject },
    effect: "none",
  };
}

/** Null for a record that is gone because its system deleted it; any other missing record is an error. */
async function readUnlessDeleted(
  scope: StepScope,
  message: MessageName,
  source: SourceRecord,
): Promise<unknown> {
  try {
    return await scope.systems.read(source.role, message, source.id);
  } catch (thrown) {
    const isMissing = ensureError(thrown).code === "RECORD_NOT_FOUND";
    if (isMissing && (await scope.systems.wasDeleted(source))) return null;
    throw thrown;
  }
}

function deletedMeanwhile(scope: StepScope, message: MessageName): StepResult {
  return {
    scope,
    detail: { message, result: "deleted meanwhile" },
    effect: "none",
    end: { outcome: "superseded", reason: `The ${message} was deleted meanwhile.` },
  };
}

function versionOf(value: unknown): string | null {
  const updatedAt = isJsonObject(value) ? value["updatedAt"] : null;
  return typeof updatedAt === "string" ? updatedAt : null;
}
