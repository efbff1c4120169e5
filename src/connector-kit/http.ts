// What a connector sees of outgoing HTTP. The client behind it applies the base address, credentials,
// limits and recording; a connector only says what to call.

import type { CallEffect } from "../core/call-outcome.ts";
import type { Json } from "../core/json.ts";

export interface HttpRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path below the connection's base address, starting with "/"; segments already encoded. */
  path: string;
  /** Query parameters in order; names may repeat. Values are encoded by the client. */
  query?: readonly (readonly [name: string, value: string])[];
  headers?: Readonly<Record<string, string>>;
  /** Sent as application/json. */
  json?: unknown;
  /** Sent as application/x-www-form-urlencoded. */
  form?: readonly (readonly [name: string, value: string])[];
  effect: CallEffect;
  /** Another base address of the same connection, such as a token endpoint's. */
  baseUrl?: string;
  /** False for calls that carry their own credentials, such as a token request. */
  authorized?: boolean;
}

export interface HttpAnswer {
  status: number;
  /** Header names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** The body, at most 10 MiB. */
  text: string;
  /** The body as lossless JSON; throws UNREADABLE_ANSWER (OUTCOME_UNKNOWN after a write) when it is none. */
  json(): Json;
}

/** One call as it went over the wire, already redacted; kept in the trace of the run. */
export interface HttpExchange {
  method: string;
  url: string;
  requestBody?: unknown;
  status?: number;
  answerBody?: unknown;
  error?: string;
  durationMs: number;
}

export interface HttpClient {
  /**
   * Sends one request, once. Resolves with any HTTP answer, also 4xx and 5xx: the connector's client
   * classifies it. Rejects with IntegrationError only when there is no answer: NETWORK_UNREACHABLE
   * when nothing was sent (or a read failed), OUTCOME_UNKNOWN when a write may have been executed,
   * RATE_LIMITED, NOT_AUTHENTICATED after one refresh, LEASE_LOST, CANCELLED.
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
}
