// Reads flow parameters with their types; a wrong one is the flow's fault and says so.

import { IntegrationError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";

function wrong(name: string, expected: string): IntegrationError {
  return new IntegrationError(
    "CONFIGURATION_INVALID",
    `The flow parameter "${name}" must be ${expected}.`,
  );
}

export function textParameter(params: JsonObject, name: string): string {
  const value = params[name];
  if (typeof value === "string") return value;
  throw wrong(name, "text");
}

export function numberParameter(params: JsonObject, name: string): number {
  const value = Number(params[name]);
  if (params[name] !== null && Number.isFinite(value)) return value;
  throw wrong(name, "a number");
}

export function choiceParameter<C extends string>(
  params: JsonObject,
  name: string,
  choices: readonly C[],
): C {
  const found = choices.find((choice) => choice === params[name]);
  if (found !== undefined) return found;
  throw wrong(name, `one of ${choices.join(", ")}`);
}

export function listParameter(params: JsonObject, name: string): string[] {
  const value = params[name];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw wrong(name, "a list of texts");
}
