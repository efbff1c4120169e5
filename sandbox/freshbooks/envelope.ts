// Wraps refusals in the error envelope of the family that was called: accounting A1 or A2, events, auth.
import type { FastifyReply, FastifyRequest } from "fastify";
import { InsufficientScope, type Problem, problem, Refusal } from "./refusal.ts";
import type { Settings } from "./settings.ts";

export const defaultApiVersion = "2023-02-20";

const errorInfo = "type.googleapis.com/google.rpc.ErrorInfo";

/** gRPC codes by HTTP status; 3, 5 and 16 were observed, the others follow the gRPC convention. */
const grpcCodes: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  409: 10,
  422: 3,
  429: 8,
  500: 13,
  501: 12,
  503: 14,
  504: 4,
};

/** A1 for `Api-Version: alpha` or an older date, A2 from 2023-02-20 on, else as the account is set (quirk 4). */
function errorEnvelopeOf(request: FastifyRequest, settings: Settings): "A1" | "A2" {
  if (request.headers["api-version"] === "alpha") return "A1";
  const asked = request.headers["x-api-version"];
  if (typeof asked !== "string") return settings.errorEnvelope;
  return asked >= defaultApiVersion ? "A2" : "A1";
}

function accountingErrorBody(
  envelope: "A1" | "A2",
  status: number,
  problems: readonly Problem[],
): unknown {
  if (envelope === "A1") return { response: { errors: problems } };
  const details = problems.map(({ errno, object, message, value, field }) => ({
    "@type": errorInfo,
    reason: String(errno),
    domain: "accounting.api.freshbooks.com",
    metadata: { object, message, value, field },
  }));
  const message = `Request failed with status_code: ${status}`;
  return { code: grpcCodes[status] ?? 2, message, details };
}

function eventsErrorBody(status: number, problems: readonly Problem[]): unknown {
  switch (status) {
    case 401: {
      const message = "invalid_token: The request token failed to authenticate or validate.";
      return { errno: 401, message };
    }
    case 404:
      return { errno: 404, message: "Requested resource could not be found." };
    case 422: {
      const message =
        "The request was well-formed but was unable to be followed due to semantic errors.";
      const details = problems.map(({ field, message: text }) => `${field}: ${text}`);
      return { errno: 422, message, details };
    }
    default:
      return { errno: status, message: problems[0]?.message ?? "Unexpected error." };
  }
}

function authErrorBody(status: number, problems: readonly Problem[]): unknown {
  if (status !== 401) return { error: "invalid_resource", error_description: problems[0]?.message };
  const description = "This action requires authentication to continue.";
  return { error: "unauthenticated", error_description: description };
}

/** The body of a refusal in the envelope of the family the request's path belongs to. */
function errorBody(
  request: FastifyRequest,
  settings: Settings,
  refused: { status: number; problems: readonly Problem[] },
): unknown {
  const { status, problems } = refused;
  if (status === 429) return { message: "Rate limit exceeded. Please try again later." };
  if (request.url.startsWith("/events/")) return eventsErrorBody(status, problems);
  if (request.url.startsWith("/auth/")) return authErrorBody(status, problems);
  return accountingErrorBody(errorEnvelopeOf(request, settings), status, problems);
}

/** Bodies for statuses that have no refusal behind them, such as injected faults. */
export function errorBodyOfStatus(
  request: FastifyRequest,
  settings: Settings,
  status: number,
): unknown {
  const text = messageOfStatus[status] ?? "There was an error accessing your account data.";
  const errno = status === 401 ? 1003 : status;
  return errorBody(request, settings, { status, problems: [problem(errno, text)] });
}

/** What a plan without the feature answers with HTTP 200, in the old envelope (quirk 5). */
export function errorInSuccess(): { type: string; body: string } {
  const problems = [problem(12001, "You do not have access to this feature.")];
  return { type: "application/json", body: JSON.stringify({ response: { errors: problems } }) };
}

const messageOfStatus: Readonly<Record<number, string>> = {
  401: "The server could not verify that you are authorized to access the URL requested.",
  404: "Requested resource could not be found.",
  409: "The resource is being modified by another request.",
};

/** Answers whatever a handler threw. */
export function answerFailure(
  failure: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  settings: Settings,
): unknown {
  if (failure instanceof Refusal) {
    return reply.code(failure.status).send(errorBody(request, settings, failure));
  }
  if (failure instanceof InsufficientScope) {
    reply.header("www-authenticate", `Bearer error="insufficient_scope", scope="${failure.scope}"`);
    const body = { error: "insufficient_scope", error_description: failure.message };
    return reply.code(403).send(body);
  }
  const status = statusOf(failure);
  if (status >= 500) return reply.code(status).send(errorBodyOfStatus(request, settings, status));
  const problems = [problem(1005, failure instanceof Error ? failure.message : "Bad request.")];
  return reply.code(status).send(errorBody(request, settings, { status, problems }));
}

function statusOf(failure: unknown): number {
  const status = (failure as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === "number" && status >= 400 ? status : 500;
}
