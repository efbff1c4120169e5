// Calls FreshBooks: version header, error bodies whatever the status, and the envelope around results.

import { answerDetails } from "../../connector-kit/classify.ts";
import type { HttpAnswer, HttpRequest } from "../../connector-kit/http.ts";
import type { CallContext } from "../../connector-kit/operation.ts";
import { type CallEffect, codeOf } from "../../core/call-outcome.ts";
import { IntegrationError } from "../../core/errors.ts";
import { isJsonObject, type Json, type JsonObject } from "../../core/json.ts";
import { type FreshbooksSettings, readSettings } from "./settings.ts";
import { vendorError } from "./vendor-error.ts";
import { vendorProblems } from "./vendor-problems.ts";

export type FreshbooksCall = Pick<HttpRequest, "method" | "path" | "query" | "json" | "effect">;

/** Pinned, because it also decides the shape of errors (quirk 1). */
function versionHeaders(apiVersion: FreshbooksSettings["apiVersion"]): Record<string, string> {
  if (apiVersion === "alpha") return { "api-version": "alpha" };
  return apiVersion === "account-default" ? {} : { "x-api-version": apiVersion };
}

function bodyOfRefusal(answer: HttpAnswer): Json {
  try {
    return answer.json();
  } catch {
    return null;
  }
}

/** An answer that should be one of FreshBooks' own and is not: after a write, nobody knows what happened. */
export function unusableAnswer(
  effect: CallEffect,
  problem: string,
  details: Record<string, unknown> = {},
): IntegrationError {
  const code = codeOf(effect, { kind: "unusable" });
  return new IntegrationError(code, `FreshBooks' answer cannot be used: ${problem}.`, { details });
}

/**
 * Sends one call and takes off the envelope `{response: {result}}`, or `{response}` where there is no
 * result. Throws by the table in vendor-error.ts, also for HTTP 200 with errors inside (quirk 2).
 */
export async function callFreshbooks(
  context: CallContext,
  call: FreshbooksCall,
): Promise<JsonObject> {
  const { apiVersion } = readSettings(context.settings);
  const answer = await context.http.send({ ...call, headers: versionHeaders(apiVersion) });
  const isSuccess = answer.status >= 200 && answer.status < 300;
  const body = isSuccess ? answer.json() : bodyOfRefusal(answer);
  const problems = vendorProblems(body, isSuccess);
  if (!isSuccess || problems.length > 0) throw vendorError(answer, problems, call.effect);
  const response = isJsonObject(body) ? body["response"] : undefined;
  if (!isJsonObject(response)) {
    throw unusableAnswer(call.effect, "it has no response", answerDetails(answer));
  }
  return isJsonObject(response["result"]) ? response["result"] : response;
}
