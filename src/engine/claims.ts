// Claims runs for a worker, durably, before anything is sent; and keeps the claims alive.

import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import { type ClaimedRow, markClaimed } from "../store/runs.ts";
import type { Db } from "../store/schema.ts";
import { type JobClaim, leaseMs, type RunQueue } from "./queue.ts";
import type { ClaimedRun } from "./run.ts";

/** Claims up to `limit` runs, one per subject. */
export async function claimRuns(db: Db, queue: RunQueue, limit: number): Promise<ClaimedRun[]> {
  return db.transaction().execute(async (trx) => {
    const jobs = await queue.claim(trx, limit);
    if (jobs.length === 0) return [];
    const attempts = new Map(jobs.map((job) => [job.id, job.retryCount]));
    const rows = await markClaimed(trx, [...attempts.keys()]);
    return rows.map((row) => toClaimedRun(row, attempts.get(row.id) ?? 0));
  });
}

function toClaimedRun(row: ClaimedRow, jobAttempt: number): ClaimedRun {
  return {
    id: row.id,
    jobAttempt,
    fence: row.fence,
    flowId: row.flow_id,
    connectionId: row.connection_id,
    entity: row.entity,
    entityId: row.entity_id,
    attempts: row.attempts,
    claims: row.claims,
    uncertainSince: row.uncertain_since,
    firstAttemptAt: row.first_attempt_at,
    createdAt: row.created_at,
    claimedAt: row.claimed_at,
    payload: row.payload,
    event: { id: row.event_id, type: row.event_type, data: row.event_data },
  };
}

/** The claims this process holds, measured by a clock that never jumps. */
export interface LeaseKeeper {
  hold(run: ClaimedRun): void;
  drop(run: ClaimedRun): void;
  /** Throws LEASE_LOST unless the claim certainly still holds. */
  assertHeld(run: ClaimedRun): void;
  renew(): Promise<void>;
}

/** Stops sending this long before the lease may end elsewhere. */
const marginMs = 2_000;

export function createLeaseKeeper(queue: RunQueue, clock: Clock): LeaseKeeper {
  const deadlines = new Map<string, { claim: JobClaim; untilMs: number }>();
  return {
    hold: (run) =>
      void deadlines.set(run.id, {
        claim: { id: run.id, retryCount: run.jobAttempt },
        untilMs: clock.monotonicMs() + leaseMs - marginMs,
      }),
    drop: (run) => void deadlines.delete(run.id),
    assertHeld: (run) => {
      const held = deadlines.get(run.id);
      if (held && clock.monotonicMs() < held.untilMs) return;
      throw new IntegrationError(
        "LEASE_LOST",
        "The claim on this work may have ended; nothing was sent.",
      );
    },
    renew: async () => {
      const startedMs = clock.monotonicMs();
      const claims = [...deadlines.values()].map(({ claim }) => claim);
      const held = await queue.heartbeat(claims);
      for (const id of held) {
        const lease = deadlines.get(id);
        if (lease) lease.untilMs = startedMs + leaseMs - marginMs;
      }
    },
  };
}
