// Ends attempts in spite of trouble: a short failure of the database must not throw away what was learned
// from other systems, and one attempt that cannot be stored must not keep others from being ended.

import type { Clock } from "../core/clock.ts";
import type { IntegrationError } from "../core/errors.ts";
import { failureOf } from "./failure.ts";
import type { FinishedAttempt } from "./run.ts";

export interface StubbornFinish {
  clock: Clock;
  finish(attempts: readonly FinishedAttempt[]): Promise<void>;
  onError(error: IntegrationError): void;
}

const triesMax = 5;

/** Throws when the database stays away; the claims then end by themselves and the work is done again. */
export async function finishStubbornly(
  input: StubbornFinish,
  attempts: readonly FinishedAttempt[],
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await input.finish(attempts);
    } catch (thrown) {
      const error = failureOf(thrown);
      if (error.outcome !== "transient") return finishEach(input, attempts);
      if (tries >= triesMax) throw error;
      input.onError(error);
      await input.clock.sleep(200 * 2 ** tries);
    }
  }
}

async function finishEach(
  input: StubbornFinish,
  attempts: readonly FinishedAttempt[],
): Promise<void> {
  for (const attempt of attempts) {
    await input.finish([attempt]).catch(async (thrown) => {
      const error = failureOf(thrown);
      input.onError(error);
      await input.finish([withoutTrace(attempt, error)]);
    });
  }
}

/** What must not be lost of an attempt that cannot be stored: that it failed, and what it has written. */
function withoutTrace(attempt: FinishedAttempt, error: IntegrationError): FinishedAttempt {
  return {
    ...attempt,
    result: { kind: "failed", error },
    steps: [],
    emitted: [],
    record: null,
    failedExchanges: [],
  };
}
