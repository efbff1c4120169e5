// Reads the Retry-After header of an answer (RFC 9110, section 10.2.3).

import type { HttpAnswer } from "./http.ts";

const shortestMs = 1_000;
const longestMs = 3_600_000;

function clamp(waitMs: number): number {
  return Math.min(Math.max(waitMs, shortestMs), longestMs);
}

/**
 * How long the other system asks to wait, in milliseconds, between one second and one hour; undefined
 * without the header or when it says nothing readable. A date is measured against the answer's own
 * Date header, so that a clock set wrong on either side does no harm.
 */
export function retryAfterMs(answer: Pick<HttpAnswer, "headers">): number | undefined {
  const value = answer.headers["retry-after"]?.trim() ?? "";
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return clamp(Number(value) * 1_000);
  const waitMs = Date.parse(value) - Date.parse(answer.headers["date"] ?? "");
  return /[a-z]/i.test(value) && Number.isFinite(waitMs) ? clamp(waitMs) : undefined;
}
