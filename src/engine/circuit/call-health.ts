// What one call says about the health of the other system: it answered, it did not, or nothing at all.

import type { HttpAnswer } from "../../connector-kit/http.ts";
import type { IntegrationError } from "../../core/errors.ts";
import { policyOf } from "../../core/outcome-policy.ts";

/** A call that takes longer holds up everything behind it, whatever it is answered. */
export const slowMs = 20_000;

export interface EndedCall {
  answer?: HttpAnswer;
  error?: IntegrationError;
  durationMs: number;
}

/** No usable answer came (network, time over, 5xx); refusals are answers. */
export function isOutage(error: IntegrationError): boolean {
  return policyOf(error.code).countsForCircuit;
}

/**
 * True for an answer, false for a failure of the system; null for what says nothing of it: refused
 * credentials, a rate limit, and what never left this process.
 */
export function healthShownBy({ answer, error, durationMs }: EndedCall): boolean | null {
  if (error) return isOutage(error) ? false : null;
  if (!answer || answer.status === 401 || answer.status === 429) return null;
  return answer.status < 500 && durationMs <= slowMs;
}
