// The simulation itself: one seed is one history, and worlds that once broke a promise keep it.

import { beforeAll, describe, expect, it } from "vitest";
import { openSession } from "./memory/fresh.ts";
import type { Session } from "./memory/session.ts";
import regressions from "./regressions.json" with { type: "json" };
import { isBroken } from "./report.ts";
import { runWorld, type WorldReport } from "./run-world.ts";
import { drawSwarm, quiet } from "./swarm.ts";

interface Regression {
  seed: number;
  orders: number;
  /** What went wrong once. */
  why: string;
}

let session: Session;

beforeAll(async () => {
  session = await openSession();
});

function play(seed: number, orders: number): Promise<WorldReport> {
  return runWorld({ seed, orders, swarm: drawSwarm(seed), session });
}

describe("a simulated world", { timeout: 120_000 }, () => {
  it("has one history for one seed", async () => {
    expect(await play(12, 2)).toEqual(await play(12, 2));
  });

  it("without faults is done without crashes, and in the books as the shop means it", async () => {
    const report = await runWorld({ seed: 1, orders: 4, swarm: quiet, session });
    expect(isBroken(report)).toBe(false);
    expect(report).toMatchObject({ crashes: 0, findings: [] });
  });

  it.each(regressions as Regression[])("keeps its promises again: $why", async (world) => {
    expect((await play(world.seed, world.orders)).findings).toEqual([]);
  });
});
