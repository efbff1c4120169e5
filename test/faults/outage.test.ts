// One hour in which the books are away, on a clock that the test drives (reliability.md P11, P7; I14, I16).

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LedgerOrder } from "../../sandbox/kentico/ledger.ts";
import type { LoggedCall } from "../../sandbox/kit/call-log.ts";
import { systemRandom } from "../../src/core/ids.ts";
import { viewCircuits } from "../../src/engine/circuit/circuit-desk.ts";
import { newCustomersOrder } from "../e2e/delivery/delivery-world.ts";
import { type Books, booksOf } from "../support/books.ts";
import { shopOf } from "../support/shop.ts";
import { createVirtualTime, type VirtualTime } from "../support/virtual-time.ts";
import { createWorld, type World, type WorldOptions } from "../support/world.ts";

const limits = { perSecond: 40, burst: 5, concurrency: 4 };
const minuteMs = 60_000;

let time: VirtualTime;
let world: World;
let books: Books;

beforeAll(async () => {
  time = createVirtualTime();
  const { clock } = time;
  const options: WorldOptions = {
    start: false,
    clock,
    // Probes come as early as chance allows, so that there are as many as there can be.
    random: { ...systemRandom, float: () => 0 },
    limits,
    sandbox: { freshbooks: { clock }, kentico: { clock } },
  };
  world = await time.until(createWorld(options));
  await time.rule(world.database.pool);
  books = booksOf(world);
  await world.engine.start();
});

afterAll(async () => {
  await time.until(world.close());
  time.end();
});

async function place(count: number): Promise<LedgerOrder[]> {
  const shop = shopOf(world);
  const orders: LedgerOrder[] = [];
  for (let index = 0; index < count; index += 1) orders.push(await shop.place(newCustomersOrder()));
  await shop.untilAnnounced();
  return orders;
}

async function callsSince(instant: Date): Promise<LoggedCall[]> {
  return (await books.ledger()).calls.filter(({ at }) => at >= instant.toISOString());
}

async function runsIn(...statuses: ("queued" | "running" | "waiting" | "done" | "dead")[]) {
  return world.engine.db
    .selectFrom("run")
    .select(["attempts", "reason_code", "next_action_at"])
    .where("status", "in", statuses)
    .execute();
}

/** Lets time pass until no work is left, at most ten minutes. */
async function untilDone(): Promise<void> {
  const unfinished = () => runsIn("queued", "running", "waiting", "dead");
  const deadlineMs = time.clock.monotonicMs() + 10 * minuteMs;
  while ((await unfinished()).length > 0 && time.clock.monotonicMs() < deadlineMs) {
    const isHeld = (await viewCircuits(world.engine.db)).some(({ state }) => state === "open");
    await time.pass(isHeld ? 5_000 : 1_000, isHeld ? 5_000 : 20);
  }
  expect(await unfinished()).toEqual([]);
}

/** The largest number of calls beyond what rate and burst allow, over every stretch of time. */
function callsAboveLimit(calls: readonly LoggedCall[]): number {
  const instants = calls.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
  let most = 0;
  for (const [first, from] of instants.entries()) {
    for (const [last, to] of instants.entries()) {
      const allowed = limits.burst + ((to - from) / 1_000) * limits.perSecond;
      if (last >= first) most = Math.max(most, last - first + 1 - Math.ceil(allowed));
    }
  }
  return most;
}

describe("books that are away for an hour", () => {
  it("get at most 60 calls; no attempt is used up, and all work is done afterwards within the rate", async () => {
    const orders = await place(5);
    await untilDone();
    await books.arm({ kind: "reset", route: { path: "/" } });
    const away = time.clock.now();
    for (let part = 0; part < 6; part += 1) {
      orders.push(...(await place(6)));
      await time.pass(10 * minuteMs, 15_000);
    }
    const calls = await callsSince(away);
    expect(calls.length).toBeGreaterThan(5);
    expect(calls.length).toBeLessThanOrEqual(60);
    const waiting = await runsIn("waiting");
    // One of each order: further runs stand behind it.
    expect(waiting).toHaveLength(36);
    for (const run of waiting) {
      expect(run).toMatchObject({ reason_code: "CIRCUIT_OPEN", next_action_at: expect.any(Date) });
    }

    const back = time.clock.now();
    await fetch(`${world.sandbox.freshbooks.url}/_control/faults`, { method: "DELETE" });
    await untilDone();
    for (const { attempts } of await runsIn("done")) expect(attempts).toBe(1);
    expect(callsAboveLimit(await callsSince(back))).toBeLessThanOrEqual(0);
    expect(world.errors).toEqual([]);
    for (const { number } of orders) {
      expect(await books.invoicesNumbered(`K-${number}`)).toHaveLength(1);
    }
  }, 120_000);
});
