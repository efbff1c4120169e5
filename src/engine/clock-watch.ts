// Watches the database's clock: when it was set back, work that waits for an instant of the old time goes
// on at once instead of hours later.

import type { Clock } from "../core/clock.ts";
import type { IntegrationError } from "../core/errors.ts";
import type { Db } from "../store/schema.ts";
import { isReceivedInFuture, shortenWaits } from "../store/time-step.ts";
import { type BackgroundLoop, createBackgroundLoop } from "./background-loop.ts";
import type { DatabaseClock } from "./database-clock.ts";
import { failureOf } from "./failure.ts";
import type { RunQueue } from "./queue.ts";

export interface ClockWatchInput {
  db: Db;
  queue: RunQueue;
  time: DatabaseClock;
  clock: Clock;
  /** Called when work may have become due. */
  onWork(): void;
  onError(error: IntegrationError): void;
}

const everyMs = 10_000;
/** Clocks are slewed by less all the time, and an answer may come late. */
const toleranceMs = 5_000;

export function createClockWatch(input: ClockWatchInput): BackgroundLoop {
  let hasLookedBack = false;
  return createBackgroundLoop({ ...input, everyMs }, async () => {
    if (!hasLookedBack) await lookBack(input).catch((thrown) => input.onError(failureOf(thrown)));
    hasLookedBack = true;
    const stepMs = await input.time.synchronise();
    if (stepMs < -toleranceMs) await goOn(input);
    return undefined;
  });
}

/** The step may have been before this process began. */
async function lookBack(input: ClockWatchInput): Promise<void> {
  if (await isReceivedInFuture(input.db, toleranceMs)) await goOn(input);
}

async function goOn({ db, queue, onWork }: ClockWatchInput): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await shortenWaits(trx);
    await queue.shortenWaits(trx);
  });
  onWork();
}
