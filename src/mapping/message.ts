// Looks a message over before it is mapped: no hostile names, no bottomless nesting, no endless lists.

import { IntegrationError } from "../core/errors.ts";
import { forbiddenKeys } from "../core/json.ts";
import { assertListLength, limitExceeded, mappingLimits } from "./limits.ts";

/** Throws MESSAGE_INVALID for forbidden names and EXPRESSION_LIMIT for what is too deep or too long. */
export function assertMessage(value: unknown, depth = 0): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > mappingLimits.messageDepth) throw limitExceeded("The message is nested too deep.");
  if (Array.isArray(value)) {
    assertListLength(value.length);
    for (const item of value) assertMessage(item, depth + 1);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    if (forbiddenKeys.has(name)) {
      throw new IntegrationError(
        "MESSAGE_INVALID",
        `The name "${name}" is not allowed in a message.`,
      );
    }
    assertMessage(member, depth + 1);
  }
}
