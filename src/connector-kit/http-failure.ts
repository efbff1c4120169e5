// What it means when a call got no usable answer: the one place that tells "nothing was sent" from
// "may have been executed".

import { type ErrorCode, IntegrationError } from "../core/errors.ts";
import { redactText } from "../core/redact.ts";
import type { CallEffect } from "./http.ts";

export type FailureReason = "network" | "timeout" | "cancelled" | "unreadable";

export interface Failure {
  reason: FailureReason;
  /** Whether the request had been handed to a connected socket. */
  sent: boolean;
  cause?: unknown;
}

const codeByReason: Readonly<Record<FailureReason, ErrorCode>> = {
  network: "NETWORK_UNREACHABLE",
  timeout: "NETWORK_UNREACHABLE",
  cancelled: "CANCELLED",
  unreadable: "UNREADABLE_ANSWER",
};

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

/** A write that was sent and not answered may have been executed; everything else certainly was not. */
export function failureError(failure: Failure, effect: CallEffect, host: string): IntegrationError {
  const uncertain = failure.sent && effect !== "read";
  const code = uncertain ? "OUTCOME_UNKNOWN" : codeByReason[failure.reason];
  const where = failure.sent ? "after the request was sent" : "before anything was sent";
  return new IntegrationError(
    code,
    `No usable answer from ${host}: ${words[failure.reason]} ${where}${causeText(failure.cause)}.`,
    failure.cause === undefined ? {} : { cause: failure.cause },
  );
}
