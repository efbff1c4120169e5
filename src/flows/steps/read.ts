// Content Enricher: fetches the record an event is about in its current state.

import { isMessageName } from "../../canonical/messages.ts";
import { IntegrationError } from "../../core/errors.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { ReadStep } from "../document.ts";
import { type StepScope, withMessage } from "../scope.ts";
import type { StepResult } from "./step-result.ts";

export async function runRead(step: ReadStep, scope: StepScope): Promise<StepResult> {
  if (!isMessageName(step.read)) {
    throw new IntegrationError("CONFIGURATION_INVALID", `"${step.read}" is not a message.`);
  }
  const { entityId } = scope.event;
  const value = await scope.systems.read(step.from, step.read, entityId);
  const source = { role: step.from, entity: step.read, id: entityId };
  return {
    scope: withMessage(scope, step.as, { value, source, version: versionOf(value) }),
    detail: { message: step.read, id: entityId, value: value as JsonObject },
    effect: "none",
  };
}

function versionOf(value: unknown): string | null {
  const updatedAt = isJsonObject(value) ? value["updatedAt"] : null;
  return typeof updatedAt === "string" ? updatedAt : null;
}
