// The number a document shows to people. It is never a key: two shops may both have an order 1042
// (commerce-pitfalls P25).

import type { Order } from "../canonical/order.ts";
import { IntegrationError } from "../core/errors.ts";

function configurationError(problem: string): IntegrationError {
  return new IntegrationError("CONFIGURATION_INVALID", problem, {
    hint: 'Use {number} or {id}, such as "K-{number}".',
  });
}

/**
 * Fills a pattern such as "K-{number}" with `{number}` and `{id}`.
 * Throws CONFIGURATION_INVALID for an unknown placeholder, and for a pattern that would give every
 * order the same number.
 */
export function numberFrom(pattern: string, order: Pick<Order, "id" | "number">): string {
  if (!/\{(number|id)\}/.test(pattern)) {
    throw configurationError(`The number pattern "${pattern}" gives every order the same number.`);
  }
  const values = new Map([
    ["number", order.number],
    ["id", order.id],
  ]);
  return pattern.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    throw configurationError(
      `The number pattern "${pattern}" asks for {${name}}, which is unknown.`,
    );
  });
}
