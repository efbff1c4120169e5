// Takes runs from the queue, works on them side by side, and ends them in batches.

import { IntegrationError } from "../core/errors.ts";
import type { Random } from "../core/ids.ts";
import { createBatcher } from "./batcher.ts";
import type { Circuits } from "./circuit/circuits.ts";
import { claimRuns, type LeaseKeeper } from "./claims.ts";
import type { Configuration, ConfigurationSource } from "./configuration.ts";
import { failureOf } from "./failure.ts";
import { finishStubbornly } from "./finish-stubbornly.ts";
import { createKeyedMutex } from "./keyed-mutex.ts";
import { type AttemptInput, type OpeningAttempt, openAttempt } from "./open-attempt.ts";
import type { RunQueue } from "./queue.ts";
import { withinRooms } from "./rooms.ts";
import type { ClaimedRun, FinishedAttempt } from "./run.ts";
import { workOn } from "./runner.ts";
import { executeUndo } from "./undo/execute.ts";
import { undoScopeOf } from "./undo/undo-event.ts";
import { createWakeup } from "./wakeup.ts";

export interface WorkerInput extends AttemptInput {
  queue: RunQueue;
  random: Random;
  configuration: ConfigurationSource;
  circuits: Circuits;
  leases: LeaseKeeper;
  /** How many runs are worked on at the same time. */
  concurrency: number;
  finish(attempts: readonly FinishedAttempt[]): Promise<void>;
  onError(error: IntegrationError): void;
}

export interface Worker {
  start(): void;
  /** There may be work: look now instead of at the next poll. */
  wake(): void;
  /** Stops taking work and waits until what was taken is ended. */
  stop(): Promise<void>;
  readonly active: number;
}

const idlePollMs = 500;
const heartbeatMs = 10_000;
const claimLimit = 32;
const crashesBeforePoison = 3;
/** How long a stop waits for answers before it gives up on them; their outcome is looked up later. */
const graceMs = 8_000;

export function createWorker(input: WorkerInput): Worker {
  const { clock, leases } = input;
  const stopping = new AbortController();
  const cancelling = new AbortController();
  const mutex = createKeyedMutex();
  const finisher = createBatcher<FinishedAttempt, undefined>(64, async (attempts) => {
    await finishStubbornly(input, attempts);
    return attempts.map(() => undefined);
  });
  // Claiming one run costs as much as claiming many: a busy worker waits until several places are free.
  const enoughToClaim = Math.min(claimLimit, Math.ceil(input.concurrency / 4));
  const active = new Map<ClaimedRun, Promise<void>>();
  const { wake, sleep } = createWakeup(clock);
  let loops: Promise<unknown> | undefined;

  const work = async (run: ClaimedRun, configuration: Configuration) => {
    try {
      const signal = cancelling.signal;
      const attempt = await attemptRun(input, { run, configuration, mutex, signal });
      logBug(input, attempt);
      await finisher.submit(attempt);
    } catch (thrown) {
      input.onError(failureOf(thrown));
    } finally {
      leases.drop(run);
      active.delete(run);
      wake();
    }
  };
  const takeWork = async (): Promise<boolean> => {
    // Work that is stuck with a connection that does not keep up must not keep other work from beginning.
    const places = input.concurrency + input.connections.overShare();
    const free = Math.min(places - active.size, claimLimit);
    if (free < enoughToClaim) return false;
    const askedMs = clock.monotonicMs();
    const runs = await claimRuns(input.db, input.queue, free);
    if (runs.length === 0) return false;
    // Not before the claim: whatever let a run go on, such as a resumed connection, must be in it. Should
    // this fail, nobody renews the claims, and they end by themselves.
    const configuration = await input.configuration.current();
    await input.circuits.refresh();
    for (const run of runs) {
      leases.hold(run, askedMs);
      active.set(run, work(run, configuration));
    }
    return true;
  };
  const claimLoop = async () => {
    while (!stopping.signal.aborted) {
      const took = await takeWork().catch((thrown) => {
        input.onError(failureOf(thrown));
        return false;
      });
      if (!took) await sleep(idlePollMs, stopping.signal);
    }
  };
  const heartbeatLoop = async () => {
    while (!stopping.signal.aborted || active.size > 0) {
      await clock.sleep(heartbeatMs, stopping.signal);
      await leases.renew().catch((thrown) => input.onError(failureOf(thrown)));
      if (stopping.signal.aborted) return;
    }
  };
  return {
    start: () => {
      loops ??= Promise.all([claimLoop(), heartbeatLoop()]);
    },
    wake,
    stop: async () => {
      stopping.abort();
      await loops;
      const ended = Promise.all(active.values()).then(() => cancelling.abort());
      await clock.sleep(graceMs, cancelling.signal);
      cancelling.abort();
      await ended;
      await finisher.idle();
    },
    get active() {
      return active.size;
    },
  };
}

/** Works on one run; whatever goes wrong before its first step is the run's result too. */
async function attemptRun(input: WorkerInput, claimed: OpeningAttempt): Promise<FinishedAttempt> {
  try {
    refusePoison(claimed.run);
    const context = await openAttempt(input, claimed);
    const undo = undoScopeOf(claimed.run);
    const work = () => (undo ? executeUndo(context, undo) : workOn(context));
    return await withinRooms(context.connections, input.circuits, work);
  } catch (thrown) {
    return {
      run: claimed.run,
      result: { kind: "failed", error: failureOf(thrown) },
      steps: [],
      links: [],
      effects: [],
      emitted: [],
      record: null,
      failedExchanges: [],
      failedConnectionId: null,
    };
  }
}

/** A dead letter says what failed; where in the code is known to the log alone. */
function logBug({ onError }: WorkerInput, { result }: FinishedAttempt): void {
  if (result.kind === "failed" && result.error.outcome === "poison") onError(result.error);
}

function refusePoison(run: ClaimedRun): void {
  if (run.claims <= crashesBeforePoison) return;
  throw new IntegrationError(
    "POISON",
    `The worker ended ${run.claims - 1} times while it worked on this.`,
  );
}
