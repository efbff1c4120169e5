// Takes back what a run made. Each deletion is absolute, so an attempt that broke off is simply made again:
// what is gone by then is noted as such.

import { IntegrationError } from "../../core/errors.ts";
import type { BusinessRecord } from "../../flows/record.ts";
import { forgetNaturalKey } from "../../store/undo.ts";
import { type AttemptContext, callSystem } from "../attempt-context.ts";
import { failureOf } from "../failure.ts";
import { type AttemptResult, type FinishedAttempt, type StepTrace, subjectKeyOf } from "../run.ts";
import { describeError } from "../runner.ts";
import { planUndo, type UndoItem } from "./plan.ts";
import type { UndoScope } from "./undo-event.ts";

export async function executeUndo(
  context: AttemptContext,
  scope: UndoScope,
): Promise<FinishedAttempt> {
  const { memory, run } = context;
  const steps: StepTrace[] = [];
  const result = await attempt(context, scope, steps);
  const failed = result.kind === "failed";
  return {
    run,
    result,
    steps,
    links: [...memory.links.values()],
    effects: [],
    emitted: [],
    record: (run.event.data["record"] ?? null) as BusinessRecord | null,
    failedExchanges: failed ? memory.exchanges : [],
    failedConnectionId: failed ? memory.failedConnectionId : null,
    failedConnectionKnownAt: failed ? memory.failedConnectionKnownAt : null,
  };
}

async function attempt(
  context: AttemptContext,
  scope: UndoScope,
  steps: StepTrace[],
): Promise<AttemptResult> {
  try {
    const items = await planUndo(context, scope);
    refuseIfTouched(items);
    for (const [index, item] of items.entries()) {
      await traced(context, { item, path: `undo[${index}]`, steps });
    }
    const hasChanged = items.some(({ verdict }) => verdict === "reverse");
    const reason = hasChanged ? "What it had made was taken back." : "There was nothing to undo.";
    return { kind: "done", outcome: hasChanged ? "applied" : "unchanged", reason };
  } catch (thrown) {
    return { kind: "failed", error: failureOf(thrown) };
  }
}

/** Throws RECORD_CHANGED_OUTSIDE when something was done since that must not be lost: all or nothing. */
export function refuseIfTouched(items: readonly UndoItem[]): void {
  const refused = items.filter(({ verdict }) => verdict === "refused");
  if (refused.length === 0) return;
  const reasons = refused.map(({ place, id, reason }) => `${place.entity.name} ${id}: ${reason}`);
  throw new IntegrationError(
    "RECORD_CHANGED_OUTSIDE",
    `It cannot be undone. ${reasons.join(" ")}`,
    {
      hint: "Undo that in the other system first, or correct the document there by hand.",
      details: { reasons },
    },
  );
}

interface TracedItem {
  item: UndoItem;
  path: string;
  steps: StepTrace[];
}

async function traced(context: AttemptContext, { item, path, steps }: TracedItem): Promise<void> {
  const { clock, memory } = context;
  const { place, id, verdict, reason } = item;
  const startedAt = clock.now();
  const startedMs = clock.monotonicMs();
  memory.exchanges = [];
  const note = (status: StepTrace["status"], error: StepTrace["error"]) =>
    void steps.push({
      path,
      kind: "undo",
      title: `undo ${place.entity.name} ${id}`,
      status,
      startedAt,
      durationMs: clock.monotonicMs() - startedMs,
      detail: { message: place.entity.canonical, id, outcome: verdict, reason },
      error,
    });
  try {
    if (verdict !== "kept") await takeBack(context, item);
    note("done", null);
  } catch (thrown) {
    note("failed", describeError(failureOf(thrown)));
    throw thrown;
  }
}

/** The link stays as deleted, so that nothing makes the record again unseen. */
async function takeBack(context: AttemptContext, item: UndoItem): Promise<void> {
  const { place, link, id, verdict } = item;
  const { connection, entity } = place;
  const undo = entity.reversal?.undo;
  if (verdict === "reverse" && undo) {
    await callSystem(context, connection, (call) => undo.run({ id }, call));
  }
  const undoneFor = subjectKeyOf(context.run);
  context.memory.putLink({ ...link, state: "deleted", data: { ...link.data, undoneFor } });
  await forgetNaturalKey(context.db, {
    connectionId: connection.row.id,
    entity: entity.name,
    toId: id,
  });
}
