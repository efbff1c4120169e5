// Errors over HTTP: problem+json with our code, a message in the user's words and a hint (RFC 9457).

import type { ErrorClass, ErrorCode, IntegrationError } from "../core/errors.ts";

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  hint: string;
  requestId: string;
}

const statusByCode: Partial<Record<ErrorCode, number>> = {
  SIGNATURE_INVALID: 401,
  REQUEST_INVALID: 400,
  MESSAGE_INVALID: 400,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  RECORD_BUSY: 409,
  NOT_PERMITTED: 403,
  DATABASE_UNAVAILABLE: 503,
};

/** Families that are about what was asked for. */
const forTheCaller: ReadonlySet<ErrorClass> = new Set([
  "ValidationError",
  "MissingReferenceError",
  "BusinessRuleError",
]);

export function statusOf(error: IntegrationError): number {
  const known = statusByCode[error.code];
  if (known) return known;
  return forTheCaller.has(error.errorClass) ? 422 : 500;
}

/** Inner faults are not told to the outside; the request id leads to the log. */
export function problemOf(error: IntegrationError, requestId: string): Problem {
  const status = statusOf(error);
  const isOurs = status === 500;
  return {
    type: `urn:ledgerline:error:${error.code}`,
    title: error.errorClass,
    status,
    code: error.code,
    detail: isOurs ? "Something went wrong inside Ledgerline." : error.message,
    hint: error.hint,
    requestId,
  };
}
