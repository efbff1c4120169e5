// One HTTP exchange over an undici dispatcher: knows exactly whether the request reached a socket,
// counts the answer's bytes, and never follows a redirect or repeats a request.

import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import type { FailureReason } from "./http-failure.ts";

const bodyBytesMax = 10 * 1024 * 1024;

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
  /** False when the body broke off, was larger than allowed, or is not UTF-8. */
  complete: boolean;
}

/** Why an exchange gave no answer at all. */
export class ExchangeFailure extends Error {
  readonly reason: FailureReason;
  readonly sent: boolean;

  constructor(reason: FailureReason, sent: boolean, cause: unknown) {
    super(reason, { cause });
    this.reason = reason;
    this.sent = sent;
  }
}

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(", ") : (value ?? ""),
  ]);
  return Object.fromEntries(pairs);
}

/** Receives undici's callbacks of one request and settles one promise. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<RawAnswer>;
  readonly #beforeSend: () => void;
  readonly #settle: { resolve(answer: RawAnswer): void; reject(thrown: unknown): void };
  #controller: Dispatcher.DispatchController | undefined;
  #refusal: { thrown: unknown } | undefined;
  #status = 0;
  #headers: Record<string, string> = {};
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(beforeSend: () => void) {
    const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
    this.answer = promise;
    this.#settle = { resolve, reject };
    this.#beforeSend = beforeSend;
  }

  /** Called once a connected socket is free, in the tick in which the request is written to it. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    try {
      if (this.#refusal) throw this.#refusal.thrown;
      this.#beforeSend();
    } catch (thrown) {
      this.#refusal = { thrown };
      throw thrown;
    }
    this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#status = status;
    this.#headers = plainHeaders(headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > bodyBytesMax)
      controller.abort(new Error("The answer is larger than 10 MiB."));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#settle.resolve(this.#received(true));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#refusal) this.#settle.reject(this.#refusal.thrown);
    else if (this.#status >= 200) this.#settle.resolve(this.#received(false));
    else this.giveUp("network", error);
  }

  /** Ends the exchange from our side; before the request was written, it never will be. */
  giveUp(reason: FailureReason, cause?: unknown): void {
    const failure = new ExchangeFailure(reason, this.#controller !== undefined, cause);
    this.#settle.reject(failure);
    if (this.#controller) this.#controller.abort(failure);
    else this.#refusal = { thrown: failure };
  }

  #received(ended: boolean): RawAnswer {
    const body = Buffer.concat(this.#chunks);
    const text = new TextDecoder().decode(body);
    const complete = ended && isUtf8(body);
    return { status: this.#status, headers: this.#headers, text, complete };
  }
}

export interface ExchangeOptions {
  dispatcher: Dispatcher;
  request: Dispatcher.DispatchOptions;
  /** Runs synchronously right before the request is written; what it throws is thrown, and nothing is sent. */
  beforeSend(): void;
  /** Resolves when the time for the whole exchange is over; its signal ends the wait. */
  deadline(signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
}

/** A reason of its own spares the runtime from making an error, with its stack, for every call. */
const exchangeEnded = Symbol("the exchange ended");

/** Sends one request. Rejects with ExchangeFailure, or with what `beforeSend` threw. */
export async function exchangeOnce(options: ExchangeOptions): Promise<RawAnswer> {
  const exchange = new Exchange(options.beforeSend);
  const settled = new AbortController();
  const cancel = () => exchange.giveUp("cancelled", options.signal.reason);
  options.signal.addEventListener("abort", cancel, { once: true });
  void options.deadline(settled.signal).then(() => {
    if (!settled.signal.aborted) exchange.giveUp("timeout");
  });
  try {
    if (options.signal.aborted) cancel();
    else options.dispatcher.dispatch(options.request, exchange);
    return await exchange.answer;
  } finally {
    settled.abort(exchangeEnded);
    options.signal.removeEventListener("abort", cancel);
  }
}
