// The context of an attempt that only looks: it remembers nothing, and refuses to send any write.

import { IntegrationError } from "../../core/errors.ts";
import type { AttemptContext } from "../attempt-context.ts";
import { createRunMemory } from "../run-memory.ts";

export function previewContext(context: AttemptContext): AttemptContext {
  return {
    ...context,
    memory: createRunMemory(context.batched),
    assertLease: () => {
      throw new IntegrationError("UNEXPECTED", "A preview was about to write.");
    },
  };
}
