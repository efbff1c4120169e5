// Work about to wait for a connection or a flow that a person has set going meanwhile: it goes on at once,
// because whoever set it going could not see that it was going to wait.

import type { Db } from "../store/schema.ts";
import type { Ending } from "./finish.ts";

/**
 * Shortens the waits of endings whose reason is gone. Locks what still stands still until the end of the
 * transaction, so that resuming it then finds these runs waiting.
 */
export async function recheckWaits(trx: Db, endings: readonly Ending[], now: Date): Promise<void> {
  const forConnection = endings.filter(({ change }) => change.reason_code === "CONNECTION_PAUSED");
  const forFlow = endings.filter(({ change }) => change.reason_code === "FLOW_DISABLED");
  if (forConnection.length > 0) {
    const paused = await pausedConnections(trx);
    for (const ending of forConnection) goOnUnless(paused.has(connectionOf(ending)), ending, now);
  }
  if (forFlow.length > 0) {
    const disabled = await disabledFlows(trx);
    for (const ending of forFlow) goOnUnless(disabled.has(ending.attempt.run.flowId), ending, now);
  }
}

/** Only a wait for a paused connection names it; one that is being paused by this ending stays. */
function connectionOf({ attempt }: Ending): unknown {
  return attempt.result.kind === "failed" ? attempt.result.error.details["connection"] : undefined;
}

function goOnUnless(stands: boolean, { change, decision }: Ending, now: Date): void {
  if (!stands && decision?.kind === "wait") change.next_action_at = now;
}

async function pausedConnections(trx: Db): Promise<Set<unknown>> {
  const rows = await trx
    .selectFrom("connection")
    .select("name")
    .where("status", "<>", "active")
    .forShare()
    .execute();
  return new Set(rows.map(({ name }) => name));
}

async function disabledFlows(trx: Db): Promise<Set<string>> {
  const rows = await trx
    .selectFrom("flow")
    .select("id")
    .where("enabled", "=", false)
    .forShare()
    .execute();
  return new Set(rows.map(({ id }) => id));
}
