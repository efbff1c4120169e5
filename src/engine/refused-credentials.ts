// A system that refuses our credentials stops its connection, with one alert however many runs meet it.
// Their work waits, uses up no attempts, and goes on when a person has connected the system again.

import { sql } from "kysely";
import { type IdSource, newId } from "../core/ids.ts";
import { raiseAlert } from "../store/alerts.ts";
import { setConnectionStatus } from "../store/connections.ts";
import type { Db } from "../store/schema.ts";
import type { Ending } from "./finish.ts";

export interface Refusal {
  connectionId: string;
  /** When the connection was last changed, as far as the refused call knew; null when that is unknown. */
  knownAt: Date | null;
  /** In the user's words. */
  reason: string;
}

/** Tells people, such as in the log. */
export type TellPeople = (message: string) => void;

/**
 * Stops the connection and raises the alert, unless it was connected again since the refused call began.
 * Gives the alert's text when it is a new one.
 */
export async function stopConnection(
  trx: Db,
  refusal: Refusal,
  ids: IdSource,
): Promise<{ isOutdated: boolean; alert: string | null }> {
  const { connectionId, knownAt, reason } = refusal;
  const row = await trx
    .selectFrom("connection")
    .select(["title", "status", sql<Date>`date_trunc('milliseconds', updated_at)`.as("changed_at")])
    .where("id", "=", connectionId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return { isOutdated: false, alert: null };
  if (row.status === "active" && knownAt !== null && row.changed_at > knownAt) {
    return { isOutdated: true, alert: null };
  }
  await setConnectionStatus(trx, connectionId, "needs-reauth", reason);
  const message = `"${row.title}" must be connected again: ${reason}`;
  const isNew = await raiseAlert(trx, {
    id: newId(ids),
    kind: "needs-reauth",
    connectionId,
    message,
  });
  return { isOutdated: false, alert: isNew ? message : null };
}

/**
 * Stops the connections whose credentials were refused; work that met credentials since renewed goes on at
 * once instead. Gives the texts of new alerts.
 */
export async function stopRefusedConnections(
  trx: Db,
  endings: readonly Ending[],
  { now, ids }: { now: Date; ids: IdSource },
): Promise<string[]> {
  const alerts: string[] = [];
  for (const { attempt, change } of refusedEndings(endings)) {
    if (!attempt.failedConnectionId) continue;
    const { isOutdated, alert } = await stopConnection(
      trx,
      {
        connectionId: attempt.failedConnectionId,
        knownAt: attempt.failedConnectionKnownAt ?? null,
        reason: change.reason ?? "",
      },
      ids,
    );
    if (isOutdated) change.next_action_at = now;
    if (alert !== null) alerts.push(alert);
  }
  return alerts;
}

/** In one order of connections, so that two processes never wait for each other in a circle. */
function refusedEndings(endings: readonly Ending[]): Ending[] {
  const idOf = ({ attempt }: Ending) => attempt.failedConnectionId ?? "";
  return endings
    .filter(({ decision }) => decision?.kind === "pause-connection")
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}
