// The redacted record of one exchange, for the trace of a run. Never holds headers or credentials.

import { IntegrationError } from "../core/errors.ts";
import { redact, redactText } from "../core/redact.ts";
import type { HttpAnswer, HttpExchange, HttpRequest } from "./http.ts";

const textMax = 20_000;

function answerBody(answer: HttpAnswer): unknown {
  if (answer.text === "") return undefined;
  try {
    return redact(answer.json());
  } catch {
    return redactText(answer.text.slice(0, textMax));
  }
}

function requestBody(request: HttpRequest): unknown {
  if (request.json !== undefined) return redact(request.json);
  const pairs = request.form?.map(([name, value]): [string, string] => [name, value]);
  return pairs && redactText(new URLSearchParams(pairs).toString());
}

/** What is kept of an exchange; `thrown` is the error of a call that got no answer. */
export function recordExchange(call: {
  request: HttpRequest;
  address: URL;
  answer?: HttpAnswer;
  thrown?: unknown;
  durationMs: number;
}): HttpExchange {
  const { request, address, answer, thrown } = call;
  const body = requestBody(request);
  const answered = answer && answerBody(answer);
  return {
    method: request.method,
    url: redactText(address.href),
    ...(body === undefined ? {} : { requestBody: body }),
    ...(answer ? { status: answer.status } : {}),
    ...(answered === undefined ? {} : { answerBody: answered }),
    ...(thrown instanceof IntegrationError ? { error: thrown.message } : {}),
    durationMs: Math.round(call.durationMs),
  };
}
