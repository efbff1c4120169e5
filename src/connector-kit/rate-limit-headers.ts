// Reads what an answer says about the caller's rate limit: `RateLimit-Remaining` and `RateLimit-Reset`, or
// the same with `X-` in front (draft-ietf-httpapi-ratelimit-headers up to version 07, and common use).

import type { HttpAnswer } from "./http.ts";

/** A reset larger than this is an instant in seconds since 1970, as some systems send. */
const largestSeconds = 1_000_000_000;
const longestMs = 3_600_000;

/**
 * Milliseconds until calls are allowed again, when none is left; undefined while some are, and without
 * readable headers. At most an hour. An instant is measured against the answer's own Date header.
 */
export function exhaustedForMs(answer: Pick<HttpAnswer, "headers">): number | undefined {
  const remaining = numberIn(answer, "remaining");
  const reset = numberIn(answer, "reset");
  if (remaining !== 0 || reset === undefined) return undefined;
  const waitMs =
    reset > largestSeconds
      ? reset * 1_000 - Date.parse(answer.headers["date"] ?? "")
      : reset * 1_000;
  return Number.isFinite(waitMs) && waitMs > 0 ? Math.min(waitMs, longestMs) : undefined;
}

function numberIn({ headers }: Pick<HttpAnswer, "headers">, name: string): number | undefined {
  const text = headers[`ratelimit-${name}`] ?? headers[`x-ratelimit-${name}`];
  return text !== undefined && /^\d{1,12}(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}
