// The error of a call that got no usable answer, in words that tell "nothing was sent" from "may have been
// executed".

import { type CallEffect, type CallFailure, codeOf } from "../core/call-outcome.ts";
import { IntegrationError } from "../core/errors.ts";
import { redactText } from "../core/redact.ts";

export type FailureReason = "network" | "timeout" | "cancelled" | "unreadable";

export interface Failure {
  reason: FailureReason;
  /** Whether the request had been handed to a connected socket. */
  sent: boolean;
  cause?: unknown;
}

const words: Readonly<Record<FailureReason, string>> = {
  network: "the connection failed",
  timeout: "the time allowed for the call was over",
  cancelled: "the call was cancelled",
  unreadable: "the answer could not be read",
};

function causeText(cause: unknown): string {
  if (!(cause instanceof Error)) return "";
  const code = "code" in cause && typeof cause.code === "string" ? `${cause.code}: ` : "";
  return ` (${redactText(`${code}${cause.message}`).slice(0, 300)})`;
}

function outcomeOf({ reason, sent }: Failure): CallFailure {
  return reason === "unreadable" ? { kind: "unusable" } : { kind: "unanswered", reason, sent };
}

export function failureError(failure: Failure, effect: CallEffect, host: string): IntegrationError {
  const code = codeOf(effect, outcomeOf(failure));
  const where = failure.sent ? "after the request was sent" : "before anything was sent";
  return new IntegrationError(
    code,
    `No usable answer from ${host}: ${words[failure.reason]} ${where}${causeText(failure.cause)}.`,
    failure.cause === undefined ? {} : { cause: failure.cause },
  );
}
