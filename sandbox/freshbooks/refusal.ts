// A call FreshBooks refuses: the status and the numbered errors, before any envelope is chosen (envelope.ts).

export interface Problem {
  errno: number;
  message: string;
  field: string | null;
  object: string | null;
  value: string | null;
}

export class Refusal extends Error {
  readonly status: number;
  readonly problems: readonly Problem[];

  constructor(status: number, problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join(" "));
    this.status = status;
    this.problems = problems;
  }
}

export interface ProblemDetails {
  field?: string;
  object?: string;
  value?: unknown;
}

export function problem(errno: number, message: string, details: ProblemDetails = {}): Problem {
  const { field = null, object = null, value } = details;
  return { errno, message, field, object, value: value === undefined ? null : String(value) };
}

/** 422 with one problem: the usual answer to a body that cannot be accepted. */
export function unprocessable(
  errno: number,
  message: string,
  details: ProblemDetails = {},
): Refusal {
  return new Refusal(422, [problem(errno, message, details)]);
}

export function notFound(object: string, field: string, value: unknown): Refusal {
  const title = `${object.charAt(0).toUpperCase()}${object.slice(1).replaceAll("_", " ")}`;
  return new Refusal(404, [problem(1012, `${title} not found.`, { field, object, value })]);
}

export function unauthorized(): Refusal {
  const message =
    "The server could not verify that you are authorized to access the URL requested.";
  return new Refusal(401, [problem(1003, message)]);
}

/** A token without the scope: refused before the resource is looked at. */
export class InsufficientScope extends Error {
  readonly scope: string;

  constructor(scope: string) {
    super(`The request requires the scope ${scope}.`);
    this.scope = scope;
  }
}
