// The error of an HTTP answer by the table of core/call-outcome.ts, before a vendor's own error codes are
// looked at.

import { type CallEffect, codeOf } from "../core/call-outcome.ts";
import { type ErrorCode, IntegrationError } from "../core/errors.ts";
import { redactText } from "../core/redact.ts";
import type { HttpAnswer } from "./http.ts";
import { retryAfterMs } from "./retry-after.ts";

const excerptLength = 2_000;

/** The error code of an answer by its status and Retry-After alone; null for 2xx. */
export function codeOfAnswer(
  answer: Pick<HttpAnswer, "status" | "headers">,
  effect: CallEffect,
): ErrorCode | null {
  const asksToWait = retryAfterMs(answer) !== undefined;
  return codeOf(effect, { kind: "answered", status: answer.status, asksToWait });
}

/** Facts of an answer for the person who mends it: its status and the start of its body, redacted. */
export function answerDetails(answer: HttpAnswer): Record<string, unknown> {
  return { status: answer.status, body: redactText(answer.text.slice(0, excerptLength)) };
}

function hintOf(status: number): string | undefined {
  if (status >= 300 && status < 400) {
    return "Check the address of the connection: the system redirects calls somewhere else.";
  }
  return undefined;
}

/** The vendor-neutral meaning of an answer: an error to throw, or null for 2xx. */
export function classifyAnswer(answer: HttpAnswer, effect: CallEffect): IntegrationError | null {
  const code = codeOfAnswer(answer, effect);
  if (code === null) return null;
  const waitMs = retryAfterMs(answer);
  const hint = hintOf(answer.status);
  return new IntegrationError(code, `The other system answered with HTTP ${answer.status}.`, {
    details: answerDetails(answer),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    ...(hint === undefined ? {} : { hint }),
  });
}
