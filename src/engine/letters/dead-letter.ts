// Makes a dead letter out of an attempt that needs a person: what happened, where, with which request
// and answer, and a fingerprint that groups letters of the same cause.

import type { IntegrationError } from "../../core/errors.ts";
import { contentHash } from "../../core/hash.ts";
import { type IdSource, newId } from "../../core/ids.ts";
import { redact } from "../../core/redact.ts";
import type { NewDeadLetter } from "../../store/dead-letters.ts";
import { type FinishedAttempt, subjectKeyOf } from "../run.ts";

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
    subjectKey: subjectKeyOf(run),
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

function fingerprintOf(flowId: string, error: IntegrationError, step: string): string {
  return contentHash([flowId, step, error.code, causeOf(error)]).slice(0, 16);
}

/** What is mended once for all: a row that is missing in a lookup table, else the error's own words. */
function causeOf({ details, message }: IntegrationError): unknown {
  const { cause, keysTried, table, key } = details;
  if (cause !== undefined) return cause;
  if (keysTried !== undefined) return keysTried;
  return table === undefined ? shapeOf(message) : [table, key];
}

/** Figures and ids differ from order to order; the cause behind them does not. */
function shapeOf(message: string): string {
  return message
    .replace(/"[^"]*"/g, '""')
    .replace(/\bLL-[0-9A-Z]{12}\b/g, "LL-0")
    .replace(/-?\d+(?:[.,]\d+)*/g, "0");
}
