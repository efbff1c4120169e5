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

export function toClaimedRun(row: ClaimedRow, jobAttempt: number): ClaimedRun {
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
    payload: row.payload,
    approvedWrites: row.approved_writes,
    event: { id: row.event_id, type: row.event_type, data: row.event_data },
  };
}

/** The claims this process holds, measured by a clock that never jumps. */
export interface LeaseKeeper {
  /** `sinceMs`: monotonic instant before the claim was asked for. */
  hold(run: ClaimedRun, sinceMs: number): void;
  drop(run: ClaimedRun): void;
  /** Throws LEASE_LOST unless the claim certainly still holds. */
  assertHeld(run: ClaimedRun): void;
  /** Lengthens what the queue still grants, and drops the rest. */
  renew(): Promise<void>;
}

interface Lease {
  claim: JobClaim;
  /** Fence of the claim: an attempt that was overtaken must not lean on its successor's lease. */
  fence: number;
  untilMs: number;
}

/** Stops sending this long before the lease may end elsewhere. */
const marginMs = 2_000;

export function createLeaseKeeper(queue: RunQueue, clock: Clock): LeaseKeeper {
  const leases = new Map<string, Lease>();
  const leaseOf = (run: ClaimedRun) => {
    const lease = leases.get(run.id);
    return lease?.fence === run.fence ? lease : undefined;
  };
  return {
    hold: (run, sinceMs) =>
      void leases.set(run.id, {
        claim: { id: run.id, retryCount: run.jobAttempt },
        fence: run.fence,
        untilMs: sinceMs + leaseMs - marginMs,
      }),
    drop: (run) => {
      if (leaseOf(run)) leases.delete(run.id);
    },
    assertHeld: (run) => {
      const lease = leaseOf(run);
      if (lease && clock.monotonicMs() < lease.untilMs) return;
      throw new IntegrationError(
        "LEASE_LOST",
        "The claim on this work may have ended; nothing was sent.",
      );
    },
    renew: async () => {
      const startedMs = clock.monotonicMs();
      const renewed = [...leases.values()];
      const held = await queue.heartbeat(renewed.map(({ claim }) => claim));
      for (const lease of renewed) {
        const { id } = lease.claim;
        if (held.has(id)) lease.untilMs = startedMs + leaseMs - marginMs;
        else if (leases.get(id) === lease) leases.delete(id);
      }
    },
  };
}
