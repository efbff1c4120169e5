// Ends attempts: results, traces, links, effects and dead letters of many runs in one transaction with
// the queue's settlement. An attempt whose claim was lost leaves nothing behind.

import type { Clock } from "../core/clock.ts";
import type { IntegrationError } from "../core/errors.ts";
import { type IdSource, newId, type Random } from "../core/ids.ts";
import { type DoneRun, openDeadLetters, resolveDeadLetters } from "../store/dead-letters.ts";
import { upsertEffects } from "../store/effects.ts";
import { upsertLinks } from "../store/links.ts";
import { openReviewItems } from "../store/review-items.ts";
import { finishRuns, insertTraces, type RunChange, supersedeRuns } from "../store/runs.ts";
import type { Db } from "../store/schema.ts";
import { deadLetterOf } from "./letters/dead-letter.ts";
import { type Decision, decide } from "./policy.ts";
import type { RunQueue } from "./queue.ts";
import { recheckWaits } from "./recheck-waits.ts";
import { stopRefusedConnections, type TellPeople } from "./refused-credentials.ts";
import { reviewItemOf } from "./review/review-item.ts";
import { type FinishedAttempt, subjectKeyOf } from "./run.ts";
import { undoScopeOf } from "./undo/undo-event.ts";

export interface FinishInput {
  db: Db;
  queue: RunQueue;
  clock: Clock;
  random: Random;
  ids: IdSource;
  /** Stores events that flows published, inside the same transaction. */
  publish(trx: Db, attempts: readonly FinishedAttempt[]): Promise<void>;
  /** Told of new alerts once they are on disk. */
  tell?: TellPeople | undefined;
}

/** How an attempt ends for its run and its place in the queue. */
export interface Ending {
  attempt: FinishedAttempt;
  change: RunChange;
  decision: Decision | null;
}

export async function finishAttempts(
  input: FinishInput,
  attempts: readonly FinishedAttempt[],
): Promise<void> {
  const endings = attempts.map((attempt) => endingOf(input, attempt));
  const { clock, ids } = input;
  const alerts = await input.db.transaction().execute(async (trx) => {
    const raised = await stopRefusedConnections(trx, endings, { now: clock.now(), ids });
    await recheckWaits(trx, endings, clock.now());
    const held = await finishRuns(
      trx,
      endings.map((ending) => ending.change),
    );
    const owned = endings.filter((ending) => held.has(ending.attempt.run.id));
    await writeTraces(trx, owned);
    await writeEffects(trx, owned, ids);
    await writeDeadLetters(trx, input, owned);
    await openReviewItems(
      trx,
      owned.flatMap(({ attempt }) => reviewItemOf(attempt, ids)),
    );
    await input.publish(
      trx,
      owned.map((ending) => ending.attempt),
    );
    await settle(trx, input, owned);
    return raised;
  });
  for (const alert of alerts) input.tell?.(alert);
}

function endingOf(input: FinishInput, attempt: FinishedAttempt): Ending {
  const { run, result } = attempt;
  const base = { id: run.id, fence: run.fence, record: attempt.record };
  if (result.kind === "done") {
    const { outcome, reason } = result;
    const change: RunChange = {
      ...base,
      status: "done",
      outcome,
      reason_code: null,
      reason,
      next_action_at: null,
      attempts: run.attempts + 1,
      finished: true,
      parked: false,
    };
    return { attempt, change, decision: null };
  }
  return failedEnding(input, attempt, result.error);
}

function failedEnding(
  { clock, random }: FinishInput,
  attempt: FinishedAttempt,
  error: IntegrationError,
): Ending {
  const { run } = attempt;
  const now = clock.now().getTime();
  const decision = decide(
    error,
    { attempts: run.attempts, sinceFirstAttemptMs: now - run.firstAttemptAt.getTime() },
    random,
  );
  const isDead = decision.kind === "dead-letter";
  const isHeld = decision.kind === "hold";
  const consumes = isDead || (decision.kind === "wait" && decision.consumesAttempt);
  const change: RunChange = {
    id: run.id,
    fence: run.fence,
    status: isDead ? "dead" : isHeld ? "held" : "waiting",
    outcome: null,
    reason_code: decision.kind === "pause-connection" ? "CONNECTION_PAUSED" : error.code,
    reason: error.message,
    next_action_at: "delayMs" in decision ? new Date(now + decision.delayMs) : null,
    attempts: run.attempts + (consumes ? 1 : 0),
    finished: isDead,
    parked: !consumes,
    record: attempt.record,
  };
  return { attempt, change, decision };
}

async function writeTraces(trx: Db, endings: readonly Ending[]): Promise<void> {
  const traces = endings.map(({ attempt: { run, steps } }) => ({
    runId: run.id,
    attempt: run.fence,
    steps,
  }));
  await insertTraces(
    trx,
    traces.filter(({ steps }) => steps.length > 0),
  );
}

async function writeEffects(trx: Db, endings: readonly Ending[], ids: IdSource): Promise<void> {
  const links = new Map(
    endings
      .flatMap(({ attempt }) => attempt.links)
      .map((link) => [
        JSON.stringify([
          link.fromConnectionId,
          link.fromEntity,
          link.fromId,
          link.purpose,
          link.toConnectionId,
        ]),
        { ...link, id: newId(ids) },
      ]),
  );
  await upsertLinks(trx, [...links.values()]);
  const effects = new Map(
    endings
      .flatMap(({ attempt }) =>
        attempt.effects.map((effect) => ({ ...effect, runId: attempt.run.id })),
      )
      .map((effect) => [`${effect.connectionId}/${effect.reference}`, effect]),
  );
  await upsertEffects(trx, [...effects.values()]);
}

async function writeDeadLetters(
  trx: Db,
  { ids, queue }: FinishInput,
  endings: readonly Ending[],
): Promise<void> {
  const dead = endings.filter(({ decision }) => decision?.kind === "dead-letter");
  const letters = dead.flatMap(({ attempt }) =>
    attempt.result.kind === "failed" ? [deadLetterOf(attempt, attempt.result.error, ids)] : [],
  );
  await openDeadLetters(trx, letters);
  const mended = await resolveDeadLetters(trx, endings.flatMap(doneRunOf));
  if (mended.length === 0) return;
  await supersedeRuns(trx, mended);
  await queue.remove(trx, mended);
}

function doneRunOf({ attempt: { run, result } }: Ending): DoneRun[] {
  if (result.kind !== "done") return [];
  const isInStep = result.outcome === "applied" || result.outcome === "unchanged";
  const succeeded = isInStep && undoScopeOf(run) === null;
  return [{ id: run.id, subjectKey: subjectKeyOf(run), succeeded }];
}

async function settle(trx: Db, { queue }: FinishInput, endings: readonly Ending[]): Promise<void> {
  const done = endings.filter(({ decision }) => decision === null);
  await queue.complete(
    trx,
    done.map(({ change }) => change.id),
  );
  for (const { change } of endings) {
    if (change.status === "dead" || change.status === "held") await queue.hold(trx, change.id);
    if (change.status === "waiting" && change.next_action_at) {
      await queue.park(trx, change.id, change.next_action_at);
    }
  }
}
