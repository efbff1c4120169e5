// Works on actions on many dead letters, a few letters at a time, so that new orders keep their share of
// the workers. Each step is one transaction that holds the action: several processes never do one twice.

import type { Clock } from "../../core/clock.ts";
import type { IntegrationError } from "../../core/errors.ts";
import {
  type BulkAction,
  countInFlight,
  isAnyActionRunning,
  lockOpenLetters,
  lockRunningActions,
  setBulkStatus,
  setCanaryLetter,
} from "../../store/bulk-actions.ts";
import type { Db } from "../../store/schema.ts";
import { type BackgroundLoop, createBackgroundLoop } from "../background-loop.ts";
import { type Desk, type DeskWithin, discardWithin, replayWithin } from "./desk.ts";

export interface BulkRunnerInput extends Desk {
  clock: Clock;
  /** Called after runs were given back to the queue. */
  onWork(): void;
  onError(error: IntegrationError): void;
}

const idlePollMs = 2_000;
const busyPollMs = 100;
/** Letters of one action that are worked on at the same time. */
const replayWindow = 50;
const discardsAtOnce = 500;

export function createBulkRunner(input: BulkRunnerInput): BackgroundLoop {
  return createBackgroundLoop({ ...input, everyMs: idlePollMs }, async () => {
    const isBusy = await advanceBulkActions(input);
    if (!isBusy) return undefined;
    input.onWork();
    return busyPollMs;
  });
}

/** Takes every running action a step further; gives whether there was one. */
export async function advanceBulkActions({ db, queue }: Desk): Promise<boolean> {
  if (!(await isAnyActionRunning(db))) return false;
  return db.transaction().execute(async (trx) => {
    const actions = await lockRunningActions(trx);
    for (const action of actions) await advance({ trx, queue }, action);
    return actions.length > 0;
  });
}

async function advance(desk: DeskWithin, action: BulkAction): Promise<void> {
  const { trx } = desk;
  const { spanSeconds, quota } = paceOf(action);
  const { replaying, open, begun } = await countInFlight(trx, action.id, spanSeconds);
  const canary = await canaryState(trx, action);
  if (canary === "failed") {
    await setBulkStatus(trx, action.id, { from: ["running"], to: "stopped" });
    return;
  }
  if (open + replaying === 0) {
    await setBulkStatus(trx, action.id, { from: ["running"], to: "done" });
    return;
  }
  if (canary === "under way") return;
  const room = Math.min(windowOf(action) - replaying, quota - begun);
  await begin(desk, action, canary === "wanted" ? Math.min(room, 1) : room);
}

function windowOf({ kind }: BulkAction): number {
  return kind === "discard" ? discardsAtOnce : replayWindow;
}

const shortestSpanSeconds = 5;

/** How many may be begun within the span; spread out, so that a minute's work does not come at once. */
function paceOf({ per_minute: perMinute }: BulkAction): { spanSeconds: number; quota: number } {
  if (perMinute === null) return { spanSeconds: 0, quota: Number.POSITIVE_INFINITY };
  const spanSeconds = Math.max(shortestSpanSeconds, 60 / perMinute);
  return { spanSeconds, quota: Math.floor((perMinute * spanSeconds) / 60) };
}

type CanaryState = "none" | "wanted" | "under way" | "passed" | "failed";

async function canaryState(trx: Db, action: BulkAction): Promise<CanaryState> {
  if (!action.canary) return "none";
  if (action.canary_letter_id === null) return "wanted";
  const canary = await trx
    .selectFrom("dead_letter")
    .select(["status", "resolution"])
    .where("id", "=", action.canary_letter_id)
    .executeTakeFirstOrThrow();
  if (canary.status === "replaying") return "under way";
  return canary.resolution === "failed-again" ? "failed" : "passed";
}

async function begin(desk: DeskWithin, action: BulkAction, room: number): Promise<void> {
  if (room <= 0) return;
  const letters = await lockOpenLetters(desk.trx, action.id, room);
  const [first] = letters;
  if (!first) return;
  if (action.kind === "discard") {
    const closing = { by: action.started_by, note: action.note ?? "" };
    await discardWithin(
      desk,
      letters.map((letter) => letter.run_id),
      closing,
    );
    return;
  }
  await replayWithin(desk, letters);
  if (action.canary && action.canary_letter_id === null) {
    await setCanaryLetter(desk.trx, action.id, first.id);
  }
}
