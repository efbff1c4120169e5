// The few classes a bookkeeper sorts dead letters by, and the one table that derives them from errors.

import { type ErrorClass, type ErrorCode, errorTable } from "../../core/errors.ts";

/** Every class, with what it means in the user's words. */
export const letterClasses = {
  value: "A value, a field or a total is missing or does not fit.",
  "missing-reference": "Something it refers to is not there: a lookup row, a client, a document.",
  "business-rule": "The other system, or a rule of the books, does not allow it.",
  duplicate: "Several records fit, and it is not clear which is meant.",
  connection: "The other system could not be reached, or refuses the credentials or a permission.",
  uncertain: "It was sent, and whether it was done could not be found out.",
  poison: "Working on it ended the worker several times.",
  setting: "A setting or a flow is wrong, or asks for what a system cannot do.",
  bug: "A fault of Ledgerline.",
} as const;

export type LetterClass = keyof typeof letterClasses;

const classOfErrorClass: Readonly<Record<ErrorClass, LetterClass>> = {
  TransientError: "connection",
  RateLimitedError: "connection",
  CircuitOpenError: "connection",
  ParkedError: "connection",
  OutcomeUnknownError: "uncertain",
  AuthenticationError: "connection",
  PermissionError: "connection",
  ValidationError: "value",
  MissingReferenceError: "missing-reference",
  BusinessRuleError: "business-rule",
  ConflictError: "business-rule",
  ConfigurationError: "setting",
  UnsupportedError: "setting",
  CancelledError: "setting",
  BugError: "bug",
};

/** Codes that a bookkeeper would not look for under the class of their family. */
const exceptions: Partial<Record<ErrorCode, LetterClass>> = {
  LOOKUP_MISSING: "missing-reference",
  TAX_UNMAPPED: "missing-reference",
  TOTALS_DO_NOT_RECONCILE: "value",
  DUPLICATE_FOUND: "duplicate",
  POISON: "poison",
};

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

/** The class of a stored error code; a code of another version counts as a fault of ours. */
export function letterClassOf(code: string): LetterClass {
  if (!isCode(code)) return "bug";
  return exceptions[code] ?? classOfErrorClass[errorTable[code][0]];
}

/** All codes of a class, to find its letters by. */
export function codesOf(letterClass: LetterClass): ErrorCode[] {
  return Object.keys(errorTable)
    .filter(isCode)
    .filter((code) => letterClassOf(code) === letterClass);
}

/** What a code means, in the user's words. */
export function meaningOf(code: string): string {
  return isCode(code) ? errorTable[code][1] : letterClasses[letterClassOf(code)];
}
