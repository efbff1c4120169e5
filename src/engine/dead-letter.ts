// Makes a dead letter out of an attempt that needs a person: what happened, where, with which request
// and answer, and a fingerprint that groups letters of the same cause.

import type { IntegrationError } from "../core/errors.ts";
import { contentHash } from "../core/hash.ts";
import { type IdSource, newId } from "../core/ids.ts";
import { redact } from "../core/redact.ts";
import type { NewDeadLetter } from "../store/dead-letters.ts";
import type { FinishedAttempt } from "./run.ts";

export function deadLetterOf(
  attempt: FinishedAttempt,
  error: IntegrationError,
  ids: IdSource,
): NewDeadLetter {
  // The steps around the one that failed are noted after it.
  const failedStep = attempt.steps.find((step) => step.status === "failed");
  const lastCall = attempt.failedExchanges.at(-1);
  const { run } = attempt;
  return {
    id: newId(ids),
    runId: run.id,
    errorClass: error.errorClass,
    code: error.code,
    message: error.message,
    hint: error.hint,
    stepPath: failedStep?.path ?? null,
    fingerprint: fingerprintOf(run.flowId, error, failedStep?.title ?? ""),
    payload: run.payload ?? messageRead(attempt) ?? run.event.data,
    request: lastCall
      ? redact({ method: lastCall.method, url: lastCall.url, body: lastCall.requestBody })
      : null,
    answer: lastCall
      ? redact({ status: lastCall.status, body: lastCall.answerBody, error: lastCall.error })
      : null,
    details: redact(error.details),
    record: attempt.record,
  };
}

/** The message the run worked on, so that a person can edit it. */
function messageRead(attempt: FinishedAttempt): unknown {
  return attempt.steps.find((step) => step.kind === "read")?.detail["value"];
}

/** Figures and ids differ from order to order; the cause behind them does not. */
function fingerprintOf(flowId: string, error: IntegrationError, step: string): string {
  const shape = error.message
    .replace(/"[^"]*"/g, '""')
    .replace(/\bLL-[0-9A-Z]{12}\b/g, "LL-0")
    .replace(/-?\d+(?:[.,]\d+)*/g, "0");
  const cause = error.details["cause"] ?? shape;
  return contentHash([flowId, step, error.code, cause]).slice(0, 16);
}
