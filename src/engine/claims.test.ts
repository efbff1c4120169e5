import { describe, expect, it } from "vitest";
import type { Clock } from "../core/clock.ts";
import { createLeaseKeeper, type LeaseKeeper } from "./claims.ts";
import { type JobClaim, leaseMs, type RunQueue } from "./queue.ts";
import type { ClaimedRun } from "./run.ts";

function steadyClock(): Clock & { nowMs: number } {
  return {
    nowMs: 1_000,
    now: () => new Date("2026-11-20T10:00:00Z"),
    monotonicMs() {
      return this.nowMs;
    },
    sleep: async () => undefined,
  };
}

function claimedRun(fence: number, id = "run-1"): ClaimedRun {
  const at = new Date("2026-11-20T10:00:00Z");
  return {
    id,
    jobAttempt: fence - 1,
    fence,
    flowId: "order-to-invoice",
    connectionId: "shop",
    entity: "order",
    entityId: "1",
    attempts: 0,
    claims: 1,
    uncertainSince: null,
    firstAttemptAt: at,
    payload: null,
    approvedWrites: null,
    event: { id: "event-1", type: "order.created", data: {} },
  };
}

/** A keeper over a queue that grants the claims of `granted` only. */
function keeper(granted: Set<string> = new Set()) {
  const clock = steadyClock();
  const asked: JobClaim[][] = [];
  const queue: Pick<RunQueue, "heartbeat"> = {
    heartbeat: async (claims) => {
      asked.push([...claims]);
      return new Set(claims.map(({ id }) => id).filter((id) => granted.has(id)));
    },
  };
  const leases: LeaseKeeper = createLeaseKeeper(queue as RunQueue, clock);
  return { clock, leases, asked };
}

const lost = { code: "LEASE_LOST" };

describe("a lease", () => {
  it("holds from before the claim was asked for, and ends before another worker may have it", () => {
    const { clock, leases } = keeper();
    const run = claimedRun(1);
    leases.hold(run, clock.nowMs - 500);
    clock.nowMs += leaseMs - 2_501;
    expect(() => leases.assertHeld(run)).not.toThrow();
    clock.nowMs += 1;
    expect(() => leases.assertHeld(run)).toThrow(expect.objectContaining(lost));
  });

  it("is longer by what was renewed, measured from before the renewal was asked for", async () => {
    const { clock, leases, asked } = keeper(new Set(["run-1"]));
    const run = claimedRun(3);
    leases.hold(run, clock.nowMs);
    clock.nowMs += 20_000;
    await leases.renew();
    expect(asked).toEqual([[{ id: "run-1", retryCount: 2 }]]);
    clock.nowMs += leaseMs - 2_001;
    expect(() => leases.assertHeld(run)).not.toThrow();
  });

  it("ends at once when the queue does not grant it any more", async () => {
    const { clock, leases } = keeper();
    const run = claimedRun(1);
    leases.hold(run, clock.nowMs);
    await leases.renew();
    expect(() => leases.assertHeld(run)).toThrow(expect.objectContaining(lost));
  });

  it("of a later claim does not cover an attempt that was overtaken", () => {
    const { clock, leases } = keeper();
    const [overtaken, current] = [claimedRun(1), claimedRun(2)];
    leases.hold(overtaken, clock.nowMs);
    leases.hold(current, clock.nowMs);
    expect(() => leases.assertHeld(overtaken)).toThrow(expect.objectContaining(lost));
    leases.drop(overtaken);
    expect(() => leases.assertHeld(current)).not.toThrow();
  });

  it("is over once the work is ended", () => {
    const { clock, leases } = keeper();
    const run = claimedRun(1);
    leases.hold(run, clock.nowMs);
    leases.drop(run);
    expect(() => leases.assertHeld(run)).toThrow(expect.objectContaining(lost));
  });
});
