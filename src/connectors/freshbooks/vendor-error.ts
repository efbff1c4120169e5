// FreshBooks' refusals in our own error codes: the one place where vendor numbers become ours.

import { codeOfAnswer } from "../../connector-kit/classify.ts";
import type { HttpAnswer } from "../../connector-kit/http.ts";
import { retryAfterMs } from "../../connector-kit/retry-after.ts";
import { type CallEffect, classOf } from "../../core/call-outcome.ts";
import { type ErrorCode, IntegrationError } from "../../core/errors.ts";
import { redactText } from "../../core/redact.ts";
import type { VendorProblem } from "./vendor-problems.ts";

interface Meaning {
  code: ErrorCode;
  hint?: string;
}

const planHint =
  "The FreshBooks plan, or the role of the user who connected, does not include this. Change the plan or the role, then reconnect.";

/** Error numbers of https://www.freshbooks.com/api/errors that mean more than "refused". */
const meaningByErrno: Readonly<Record<number, Meaning>> = {
  1011: { code: "RECORD_NOT_FOUND", hint: "The record was deleted in FreshBooks." },
  1012: { code: "RECORD_NOT_FOUND" },
  1025: {
    code: "REFUSED_BY_SYSTEM",
    hint: "If it is about a negative invoice line, switch off acceptNegativeLines in the connection.",
  },
  1038: {
    code: "REFUSED_BY_SYSTEM",
    hint: "FreshBooks keeps this field read-only: take it out of the mapping, then replay.",
  },
  1042: { code: "NOT_PERMITTED", hint: "The FreshBooks account is not active." },
  12001: { code: "NOT_PERMITTED", hint: planHint },
  31001: { code: "NOT_PERMITTED", hint: planHint },
  41001: { code: "NOT_PERMITTED", hint: planHint },
  41101: { code: "NOT_PERMITTED", hint: planHint },
};

/** A number says why something was refused; it does not turn into a refusal what may pass or be uncertain. */
function mayMeanMore(code: ErrorCode | null): boolean {
  return code === null || code === "NOT_PERMITTED" || classOf(code) === "refused";
}

function hintByStatus({ status, headers }: HttpAnswer, hasNumber: boolean): string | undefined {
  const scope = /scope="([^"]+)"/.exec(headers["www-authenticate"] ?? "")?.[1];
  if (scope !== undefined) return `Give the app the scope ${scope} in FreshBooks, then reconnect.`;
  // The opaque 500 usually means a field it cannot take, but proves nothing (quirk 27).
  if (status === 500) {
    return "Retried by itself. If it lasts, FreshBooks misses or cannot take a field: compare the request with the mapping.";
  }
  if (status === 404 && !hasNumber) {
    return "Check the account of the connection: FreshBooks answers like this to an id of the wrong kind.";
  }
  return undefined;
}

function meaningOf(
  answer: HttpAnswer,
  problems: readonly VendorProblem[],
  effect: CallEffect,
): Meaning {
  const known = problems.flatMap(({ errno }) => meaningByErrno[errno ?? 0] ?? []);
  const [first] = known;
  const code = codeOfAnswer(answer, effect);
  if (first && mayMeanMore(code)) return first;
  const hint = hintByStatus(
    answer,
    problems.some(({ errno }) => errno !== null),
  );
  return { code: code ?? "REFUSED_BY_SYSTEM", ...(hint === undefined ? {} : { hint }) };
}

function wordsOf(answer: HttpAnswer, problems: readonly VendorProblem[]): string {
  if (problems.length === 0) return `FreshBooks answered with HTTP ${answer.status}.`;
  const texts = problems.map(({ message, field }) =>
    field === null || message.includes(field) ? message : `${field}: ${message}`,
  );
  return `FreshBooks did not accept the call: ${redactText(texts.join(" "))}`;
}

/** The error for an answer that is no success, or a success that carries errors (quirk 2). */
export function vendorError(
  answer: HttpAnswer,
  problems: readonly VendorProblem[],
  effect: CallEffect,
): IntegrationError {
  const { code, hint } = meaningOf(answer, problems, effect);
  const waitMs = retryAfterMs(answer);
  return new IntegrationError(code, wordsOf(answer, problems), {
    details: {
      status: answer.status,
      problems: problems.map((problem) => ({ ...problem, message: redactText(problem.message) })),
      ...(problems.length === 0 ? { body: redactText(answer.text.slice(0, 1_000)) } : {}),
    },
    ...(hint === undefined ? {} : { hint }),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  });
}

/** FreshBooks' numbered problems of an error, for callers that can do better than fail. */
export function problemsOf(error: unknown): VendorProblem[] {
  if (!(error instanceof IntegrationError)) return [];
  const { problems } = error.details;
  return Array.isArray(problems) ? (problems as VendorProblem[]) : [];
}
