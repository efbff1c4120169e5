// The one table of error codes, and the one error class thrown across Ledgerline.
// The engine acts on the class of outcome (outcome-policy.ts); the family only names an error for people.

/** What the end of a call or of an attempt means. One policy for each: outcome-policy.ts. */
export type OutcomeClass =
  | "ok"
  | "transient"
  | "throttled"
  | "unavailable"
  | "auth"
  | "refused"
  | "uncertain"
  | "poison";

/** The families of errors, and the class of outcome each is. */
export const errorClasses = {
  TransientError: "transient",
  RateLimitedError: "throttled",
  CircuitOpenError: "unavailable",
  ParkedError: "unavailable",
  OutcomeUnknownError: "uncertain",
  AuthenticationError: "auth",
  PermissionError: "auth",
  ValidationError: "refused",
  MissingReferenceError: "refused",
  BusinessRuleError: "refused",
  ConflictError: "transient",
  ConfigurationError: "refused",
  UnsupportedError: "refused",
  CancelledError: "unavailable",
  BugError: "poison",
} as const satisfies Record<string, Exclude<OutcomeClass, "ok">>;

export type ErrorClass = keyof typeof errorClasses;

type ErrorRow = readonly [errorClass: ErrorClass, meaning: string, hint: string];

/** Every code: its class, what it means and what the user can do. Kept equal to docs/reference/errors.md. */
export const errorTable = {
  NETWORK_UNREACHABLE: [
    "TransientError",
    "The other system could not be reached; nothing was sent.",
    "Check the address of the connection and the network. Work is retried by itself.",
  ],
  SERVICE_UNAVAILABLE: [
    "TransientError",
    "The other system answered that it cannot serve right now.",
    "Nothing to do: work is retried by itself.",
  ],
  UNREADABLE_ANSWER: [
    "TransientError",
    "The other system answered with something that cannot be read, such as an HTML page.",
    "Nothing to do at first. If it lasts, open the address of the connection in a browser.",
  ],
  RATE_LIMITED: [
    "RateLimitedError",
    "The other system asked to slow down.",
    "Nothing to do: work goes on when the other system allows it.",
  ],
  CIRCUIT_OPEN: [
    "CircuitOpenError",
    "The other system failed repeatedly, so calls are paused.",
    "Nothing to do: a probe finds out when it is back.",
  ],
  WAITING_TO_SETTLE: [
    "ParkedError",
    "A write had no answer; its outcome is looked up once it must have settled.",
    "Nothing to do: the lookup runs by itself at the next action time.",
  ],
  WAITING_FOR_RECORD: [
    "ParkedError",
    "A record this work depends on does not exist yet.",
    "Nothing to do at first: the work goes on when the record appears.",
  ],
  CONNECTION_PAUSED: [
    "ParkedError",
    "The connection is paused.",
    "Resume or reconnect the connection.",
  ],
  FLOW_DISABLED: [
    "ParkedError",
    "The flow is disabled.",
    "Enable the flow; its waiting work then goes on by itself.",
  ],
  OUTCOME_UNKNOWN: [
    "OutcomeUnknownError",
    "A write was sent but no usable answer came back.",
    "Nothing to do: the record is looked up before anything is created again.",
  ],
  NOT_AUTHENTICATED: [
    "AuthenticationError",
    "The other system no longer accepts the credentials of the connection.",
    "Connect the system again; its waiting work then goes on by itself.",
  ],
  NOT_PERMITTED: [
    "PermissionError",
    "The credentials lack a permission or scope for this call.",
    "Grant the permission in the other system, then reconnect.",
  ],
  MAPPING_INVALID: [
    "ValidationError",
    "A mapping document is not valid.",
    "Correct the named field of the mapping.",
  ],
  MAPPING_FAILED: [
    "ValidationError",
    "A field of a mapping could not be worked out for this message.",
    "Correct the message or the expression of the named field, then replay.",
  ],
  EXPRESSION_LIMIT: [
    "ValidationError",
    "An expression is larger, deeper or slower than allowed.",
    "Split the expression into smaller ones.",
  ],
  LOOKUP_MISSING: [
    "ValidationError",
    "A lookup table has no entry for a value.",
    "Add the value to the lookup table, then replay.",
  ],
  TAX_UNMAPPED: [
    "ValidationError",
    "A tax of the shop has no counterpart in the books.",
    "Choose the tax of the books for it in the tax lookup table, then replay.",
  ],
  MESSAGE_INVALID: [
    "ValidationError",
    "A message lacks something or holds a value that is not allowed.",
    "Correct the named field, then replay.",
  ],
  REQUEST_INVALID: [
    "ValidationError",
    "The request is not formed as it should be.",
    "Correct the request as the message says.",
  ],
  REFUSED_BY_SYSTEM: [
    "BusinessRuleError",
    "The other system understood the request and refused it.",
    "Read its answer below, correct the cause, then replay.",
  ],
  TOTALS_DO_NOT_RECONCILE: [
    "BusinessRuleError",
    "The figures of the order and of the document do not add up.",
    "Compare the two breakdowns; correct the order or the tax lookup, then replay.",
  ],
  DUPLICATE_FOUND: [
    "BusinessRuleError",
    "More than one record carries the same reference.",
    "Keep one of them, remove the others in that system, then replay.",
  ],
  RECORD_CHANGED_OUTSIDE: [
    "BusinessRuleError",
    "A record was changed or deleted by a person in the other system.",
    "Decide which side is right, then replay or discard.",
  ],
  DOCUMENT_LOCKED: [
    "BusinessRuleError",
    "The document is paid or otherwise locked, so it cannot be changed.",
    "Post the correction as a document of its own.",
  ],
  HELD_FOR_REVIEW: [
    "BusinessRuleError",
    "The work was held so that a person decides.",
    "Approve or discard it.",
  ],
  POISON: [
    "BugError",
    "This work ended its worker several times in a row.",
    "Report it with the run's number; replay it after an update.",
  ],
  RECORD_NOT_FOUND: [
    "MissingReferenceError",
    "The record does not exist in the other system, or not any more.",
    "Check whether it was deleted; replay if it should exist.",
  ],
  RECORD_BUSY: [
    "ConflictError",
    "The record was being changed by somebody else at the same time.",
    "Nothing to do: it is read again and retried.",
  ],
  CONFIGURATION_INVALID: [
    "ConfigurationError",
    "A setting is missing or not valid.",
    "Correct the named setting.",
  ],
  DATA_FOLDER_IN_USE: [
    "ConfigurationError",
    "Another Ledgerline process already works on this data folder.",
    "Stop the other process, or choose another folder with LEDGERLINE_DATA.",
  ],
  DATABASE_UNAVAILABLE: [
    "TransientError",
    "The database cannot be reached.",
    "Check that the database runs and that DATABASE_URL is right.",
  ],
  SECRET_UNREADABLE: [
    "ConfigurationError",
    "A stored secret cannot be decrypted.",
    "Restore the key in LEDGERLINE_KEY or in the key file of the data folder.",
  ],
  NOT_FOUND: [
    "ConfigurationError",
    "There is nothing with that name or number.",
    "List what exists and try again.",
  ],
  ALREADY_EXISTS: [
    "ConfigurationError",
    "There is already something with that name.",
    "Choose another name.",
  ],
  SIGNATURE_INVALID: [
    "AuthenticationError",
    "The signature of a webhook does not fit.",
    "Check that both sides hold the same webhook secret.",
  ],
  NOT_SUPPORTED: [
    "UnsupportedError",
    "This system or edition does not offer that.",
    "Remove the step from the flow.",
  ],
  CANCELLED: ["CancelledError", "The work was cancelled.", "Replay it if it is still wanted."],
  LEASE_LOST: [
    "CancelledError",
    "The worker lost its claim before it could send; nothing was sent.",
    "Nothing to do: the work is taken up again.",
  ],
  UNEXPECTED: [
    "BugError",
    "Something went wrong inside Ledgerline.",
    "Report it with the run's number.",
  ],
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

export interface ErrorOptions {
  /** What to do, in the user's words; the table's hint when absent. */
  hint?: string;
  /** Facts for the person who mends it: redacted before they get here. */
  details?: Record<string, unknown>;
  /** How long the other system asked to wait, in milliseconds. */
  retryAfterMs?: number;
  cause?: unknown;
}

/** The only error thrown on purpose: a code of the table, a message in the user's words, never a secret. */
export class IntegrationError extends Error {
  readonly code: ErrorCode;
  readonly errorClass: ErrorClass;
  readonly outcome: Exclude<OutcomeClass, "ok">;
  readonly hint: string;
  readonly details: Record<string, unknown>;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const [errorClass, , hint] = errorTable[code];
    this.name = errorClass;
    this.code = code;
    this.errorClass = errorClass;
    this.outcome = errorClasses[errorClass];
    this.hint = options.hint ?? hint;
    this.details = options.details ?? {};
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Turns whatever was thrown into an IntegrationError; anything unknown is a bug, kept as cause. */
export function ensureError(thrown: unknown): IntegrationError {
  if (thrown instanceof IntegrationError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new IntegrationError("UNEXPECTED", message, { cause: thrown });
}
