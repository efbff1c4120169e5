// The HTTP client handed to connectors: base address, credentials, deadline, hooks of the engine and a
// redacted record of every exchange. It sends once; only a refused token is refreshed and sent again.

import type { Dispatcher } from "undici";
import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import { type Json, parseJson } from "../core/json.ts";
import { hasDuplicateMembers } from "./duplicate-members.ts";
import type { HttpAnswer, HttpClient, HttpExchange, HttpRequest } from "./http.ts";
import { addressOf, assertOwnOrigin } from "./http-address.ts";
import { ExchangeFailure, exchangeOnce, type RawAnswer } from "./http-dispatch.ts";
import { failureError } from "./http-failure.ts";
import { recordExchange } from "./http-record.ts";

export interface HttpClientOptions {
  /** Base address of the connection; a path in it stays in front of every request's path. */
  baseUrl: string;
  /** The connection's own undici Agent. */
  dispatcher: Dispatcher;
  /** Headers that prove who the connection is. */
  authorize(): Promise<Record<string, string>>;
  /** Renews credentials after a 401, single flight; handed the headers that were refused. */
  reauthorize?(refused: Record<string, string>): Promise<void>;
  /** Deadline of one whole exchange, from connecting to the last byte. */
  limits: { timeoutMs: number };
  clock: Clock;
  signal: AbortSignal;
  /** Told of every exchange, already redacted. */
  onExchange?(exchange: HttpExchange): void;
  /** Awaited before each send: throttling. May throw, then nothing is sent. */
  admit?(request: HttpRequest): Promise<void>;
  /** Runs in the very tick in which the request is written to its socket: lease check. May throw. */
  beforeSend?(request: HttpRequest): void;
}

interface Sending {
  options: HttpClientOptions;
  request: HttpRequest;
  address: URL;
}

function bodyOf(request: HttpRequest): { body?: string; headers: Record<string, string> } {
  if (request.json !== undefined) {
    const headers = { "content-type": "application/json" };
    return { body: JSON.stringify(request.json), headers };
  }
  if (request.form) {
    const pairs = request.form.map(([name, value]): [string, string] => [name, value]);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return { body: new URLSearchParams(pairs).toString(), headers };
  }
  return { headers: {} };
}

function dispatchOptions(
  { options, request, address }: Sending,
  credentials: Record<string, string>,
): Dispatcher.DispatchOptions {
  const { body, headers } = bodyOf(request);
  return {
    origin: address.origin,
    path: `${address.pathname}${address.search}`,
    method: request.method,
    headers: {
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": "Ledgerline",
      ...headers,
      ...request.headers,
      ...credentials,
    },
    ...(body === undefined ? {} : { body }),
    headersTimeout: options.limits.timeoutMs,
    bodyTimeout: options.limits.timeoutMs,
  };
}

function parseUnambiguous(text: string): Json {
  const json = parseJson(text);
  if (!hasDuplicateMembers(text, json)) return json;
  throw new IntegrationError("MESSAGE_INVALID", "The text names a member of an object twice.");
}

/** A 2xx whose body cannot be used is no answer; of a refusal, the status alone is enough. */
function answerOf(raw: RawAnswer, { request, address }: Sending): HttpAnswer {
  const unreadable = (cause?: unknown) =>
    failureError({ reason: "unreadable", sent: true, cause }, request.effect, address.host);
  const encoding = raw.headers["content-encoding"] ?? "identity";
  const isSuccess = raw.status >= 200 && raw.status < 300;
  if (isSuccess && !(raw.complete && encoding === "identity")) throw unreadable();
  let parsed: { json: Json } | undefined;
  const json = () => {
    try {
      parsed ??= { json: parseUnambiguous(raw.text) };
      return parsed.json;
    } catch (cause) {
      throw unreadable(cause);
    }
  };
  return { status: raw.status, headers: raw.headers, text: raw.text, json };
}

async function exchange(
  sending: Sending,
  credentials: Record<string, string>,
): Promise<HttpAnswer> {
  const { options, request, address } = sending;
  await options.admit?.(request);
  try {
    const raw = await exchangeOnce({
      dispatcher: options.dispatcher,
      request: dispatchOptions(sending, credentials),
      beforeSend: () => options.beforeSend?.(request),
      deadline: (signal) => options.clock.sleep(options.limits.timeoutMs, signal),
      signal: options.signal,
    });
    return answerOf(raw, sending);
  } catch (thrown) {
    if (thrown instanceof ExchangeFailure) throw failureError(thrown, request.effect, address.host);
    throw thrown;
  }
}

async function exchangeRecorded(
  sending: Sending,
  credentials: Record<string, string>,
): Promise<HttpAnswer> {
  const { clock, onExchange } = sending.options;
  const startedMs = clock.monotonicMs();
  const record = (outcome: { answer?: HttpAnswer; thrown?: unknown }) =>
    onExchange?.(
      recordExchange({ ...sending, ...outcome, durationMs: clock.monotonicMs() - startedMs }),
    );
  try {
    const answer = await exchange(sending, credentials);
    record({ answer });
    return answer;
  } catch (thrown) {
    record({ thrown });
    throw thrown;
  }
}

async function sendAuthorized(sending: Sending): Promise<HttpAnswer> {
  const { options, address } = sending;
  assertOwnOrigin(address, options.baseUrl);
  const credentials = await options.authorize();
  const answer = await exchangeRecorded(sending, credentials);
  if (answer.status !== 401 || !options.reauthorize) return answer;
  await options.reauthorize(credentials);
  return exchangeRecorded(sending, await options.authorize());
}

/** Makes the client of one connection for the duration of one piece of work. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  return {
    async send(request) {
      if (options.signal.aborted) {
        throw new IntegrationError("CANCELLED", "The call was cancelled before it was sent.");
      }
      const sending = { options, request, address: addressOf(request, options.baseUrl) };
      return request.authorized === false ? exchangeRecorded(sending, {}) : sendAuthorized(sending);
    },
  };
}
