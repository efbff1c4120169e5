// What an HTTP status means for our work, before a vendor's own error codes are looked at.

import { type ErrorCode, IntegrationError } from "../core/errors.ts";
import { redactText } from "../core/redact.ts";
import type { CallEffect, HttpAnswer } from "./http.ts";
import { retryAfterMs } from "./retry-after.ts";

const excerptLength = 2_000;

const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  401: "NOT_AUTHENTICATED",
  403: "NOT_PERMITTED",
  404: "RECORD_NOT_FOUND",
  409: "RECORD_BUSY",
  410: "RECORD_NOT_FOUND",
  412: "RECORD_BUSY",
  429: "RATE_LIMITED",
};

/**
 * The error code of a status, or null for 2xx. A create that was answered by 3xx, 408 or 5xx may have been
 * executed (a page that follows a form is a redirect); 401, 429 and all other refusals are proof that it
 * was not.
 */
export function codeOfStatus(status: number, effect: CallEffect): ErrorCode | null {
  if (status >= 200 && status < 300) return null;
  const known = codeByStatus[status];
  if (known) return known;
  if (status < 400 && effect === "create") return "OUTCOME_UNKNOWN";
  if (status === 408 || status >= 500) {
    return effect === "create" ? "OUTCOME_UNKNOWN" : "SERVICE_UNAVAILABLE";
  }
  return "REFUSED_BY_SYSTEM";
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
  const code = codeOfStatus(answer.status, effect);
  if (code === null) return null;
  const waitMs = retryAfterMs(answer);
  const hint = hintOf(answer.status);
  return new IntegrationError(code, `The other system answered with HTTP ${answer.status}.`, {
    details: answerDetails(answer),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    ...(hint === undefined ? {} : { hint }),
  });
}
