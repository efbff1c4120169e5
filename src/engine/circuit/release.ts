// Gives parked work its turn after a circuit has closed: oldest first, as fast as the connection's rate
// allows, so that nothing comes in one burst.

import {
  endRelease,
  listHeldRuns,
  noteReleased,
  type StoredCircuit,
  takeReleaseTurn,
} from "../../store/circuits.ts";
import type { Db } from "../../store/schema.ts";
import type { LiveConnection } from "../live-connection.ts";
import type { RunQueue } from "../queue.ts";
import { stateOf } from "./circuit-change.ts";
import type { Circuits } from "./circuits.ts";

export interface ReleaseInput {
  db: Db;
  queue: RunQueue;
  circuits: Circuits;
}

/** About as many calls as an order makes to one system. */
const callsPerRun = 4;
/** A process that stood still does not make up for it. */
const longestTurnSeconds = 2;
const runsAtOnce = 500;
/** Work that was under way when the circuit closed may still be parked this long after. */
const stragglersMs = 90_000;

/** Releases what fits since the last turn; gives how many runs that were. */
export async function releaseHeldRuns(
  { db, queue, circuits }: ReleaseInput,
  row: StoredCircuit,
  live: LiveConnection,
): Promise<number> {
  const key = { connectionId: row.connection_id, kind: row.kind };
  const state = stateOf(row);
  return db.transaction().execute(async (trx) => {
    const seconds = await takeReleaseTurn(trx, key);
    if (seconds === null) return 0;
    const perSecond = (live.limits.perSecond * circuits.rampOf(key.connectionId)) / callsPerRun;
    const limit = Math.ceil(perSecond * Math.min(seconds, longestTurnSeconds));
    const runIds = await listHeldRuns(trx, {
      connectionId: key.connectionId,
      limit: Math.min(limit, runsAtOnce),
    });
    if (runIds.length === 0) {
      const closedForMs = circuits.brakes.now_ms - (state.closedAtMs ?? 0);
      if (closedForMs > stragglersMs) await endRelease(trx, key);
      return 0;
    }
    await noteReleased(trx, runIds, {
      isFresh: state.isOutage,
      reason: `${live.row.title} answers again; waiting work goes on in turn.`,
    });
    await queue.release(trx, runIds);
    return runIds.length;
  });
}
