// How a simulator waits and reaches others by itself. A simulation hands in a world of its own.
import { setTimeout as delay } from "node:timers/promises";

export interface Outside {
  /** Resolves after `durationMs`; rejects when the signal aborts before that. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
  /** Posts a webhook; rejects when no whole answer comes within `timeoutMs`. */
  post(url: string, message: OutgoingMessage): Promise<OutsideAnswer>;
}

export interface OutgoingMessage {
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  signal: AbortSignal;
}

export interface OutsideAnswer {
  status: number;
  /** The header as it came; null when absent. */
  retryAfter: string | null;
}

/** Real time and real sockets. */
export const realOutside: Outside = {
  sleep: (durationMs, signal) => delay(durationMs, undefined, { signal }),
  post: async (url, { headers, body, timeoutMs, signal }) => {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.arrayBuffer();
    return { status: response.status, retryAfter: response.headers.get("retry-after") };
  },
};
