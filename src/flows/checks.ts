// The checks flows may name.

import { assertOrderIntegrity } from "../accounting/order-integrity.ts";
import type { Order } from "../canonical/order.ts";
import { IntegrationError } from "../core/errors.ts";
import type { Check } from "./ports.ts";

const orderIntegrity: Check = {
  id: "order-integrity",
  of: "order",
  run: (message) => assertOrderIntegrity(message as Order),
};

const checks: readonly Check[] = [orderIntegrity];

export function findCheck(id: string): Check {
  const found = checks.find((check) => check.id === id);
  if (found) return found;
  throw new IntegrationError("CONFIGURATION_INVALID", `There is no check named "${id}".`, {
    hint: `Known checks: ${checks.map((check) => check.id).join(", ")}.`,
  });
}
