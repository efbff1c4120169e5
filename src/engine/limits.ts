// Limits of a connection: the connector's, with what this installation sets differently.

import { z } from "zod";
import type { ConnectorLimits } from "../connector-kit/connector.ts";
import { IntegrationError } from "../core/errors.ts";

const positive = z.number().positive();

export const limitsSchema = z
  .strictObject({
    perSecond: positive.meta({ description: "Calls a second in the long run." }),
    burst: positive.meta({ description: "Calls that may be made at once after a quiet time." }),
    concurrency: z.int().positive().meta({ description: "Calls in flight at the same time." }),
    timeoutMs: positive.meta({ description: "Longest time to wait for an answer." }),
    settleMs: positive.meta({
      description:
        "Time after which a write without an answer has happened and shows, or never will.",
    }),
  })
  .partial();

export type LimitOverrides = z.infer<typeof limitsSchema>;

export function parseLimits(value: unknown): LimitOverrides {
  const parsed = limitsSchema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    `The limit "${issue?.path.join(".")}" is not valid: ${issue?.message}.`,
  );
}

export function effectiveLimits(declared: ConnectorLimits, overrides: unknown): ConnectorLimits {
  const set = Object.entries(parseLimits(overrides)).filter(([, value]) => value !== undefined);
  return { ...declared, ...Object.fromEntries(set) };
}
