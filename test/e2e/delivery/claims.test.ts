import { afterEach, describe, expect, it } from "vitest";
import { type Clock, systemClock } from "../../../src/core/clock.ts";
import { claimRuns } from "../../../src/engine/claims.ts";
import { leaseMs } from "../../../src/engine/queue.ts";
import { booksOf } from "../../support/books.ts";
import { deadLettersOf, runsOf } from "../../support/platform.ts";
import { settled } from "../../support/settled.ts";
import { type NewOrder, shopOf } from "../../support/shop.ts";
import { createWorld, type World, type WorldOptions } from "../../support/world.ts";
import { newCustomersOrder, settleMs, until } from "./delivery-world.ts";

let world: World;
afterEach(() => world.close());

async function stoppedWorld(options: WorldOptions = {}) {
  world = await createWorld({ start: false, limits: { settleMs, timeoutMs: 2_000 }, ...options });
  return { shop: shopOf(world), books: booksOf(world) };
}

/** An order whose event is stored and whose run is queued, while nobody works. */
async function placeAndStore(order: NewOrder = newCustomersOrder()) {
  const placed = await shopOf(world).place(order);
  await until("the event", async () => (await runsOf(world, placed)).length === 1);
  return placed;
}

/** A worker takes the work and dies with it. */
async function dieWithClaim(): Promise<number> {
  const { db, queue } = world.engine;
  const claimed = await claimRuns(db, queue, 10);
  await queue.abandon(
    db,
    claimed.map(({ id }) => id),
  );
  return claimed.length;
}

describe("work whose worker died", () => {
  it("is taken up again when the platform starts, without waiting for the dead worker's lease", async () => {
    const { books } = await stoppedWorld();
    const order = await placeAndStore();
    const claimed = await claimRuns(world.engine.db, world.engine.queue, 10);
    expect(claimed).toHaveLength(1);
    await world.engine.start();
    await settled(world, leaseMs / 2);

    expect(await books.invoicesNumbered(`K-${order.number}`)).toHaveLength(1);
    const [run] = await runsOf(world, order);
    expect(run).toMatchObject({ status: "done", outcome: "applied", claims: 0 });
    expect(run?.fence).toBeGreaterThan(1);
    expect(run?.uncertain_since).not.toBeNull();
  });

  it("becomes a dead letter when it ended three workers, and is not sent", async () => {
    const { books } = await stoppedWorld();
    const order = await placeAndStore();
    for (const _ of [1, 2, 3]) expect(await dieWithClaim()).toBe(1);
    await world.engine.start();
    await settled(world);

    const [letter] = await deadLettersOf(world, order);
    expect(letter).toMatchObject({
      code: "POISON",
      message: "The worker ended 3 times while it worked on this.",
    });
    expect(await books.writes()).toEqual([]);
  });
});

describe("a worker that was away for longer than its lease", () => {
  /** A clock whose steady part can be pushed forward, as after a machine was asleep. */
  function pausableClock(): Clock & { skip(ms: number): void } {
    let skippedMs = 0;
    return {
      ...systemClock,
      monotonicMs: () => systemClock.monotonicMs() + skippedMs,
      skip: (ms) => {
        skippedMs += ms;
      },
    };
  }

  it("sends nothing any more; the work is done by the next attempt, once", async () => {
    const clock = pausableClock();
    const { shop, books } = await stoppedWorld({ clock });
    const order = await placeAndStore();
    await shop.arm({
      kind: "slow",
      delayMs: 300,
      count: 1,
      route: { method: "GET", path: "/rest/" },
    });
    await world.engine.start();
    await until("the order to be read", async () => {
      const [run] = await runsOf(world, order);
      return run?.status === "running";
    });
    clock.skip(leaseMs);
    // Work that was parked by the clock that ran ahead goes on when the database is asked for its time.
    await settled(world, leaseMs);

    const steps = await world.engine.db
      .selectFrom("run_step")
      .select(["title", "error"])
      .where("status", "=", "failed")
      .execute();
    // What was under way seems to have taken half a minute, so its circuit may open before the lease is asked.
    const codes = steps.map(({ error }) => (error as { code: string }).code);
    expect(codes).toEqual([expect.stringMatching(/^(LEASE_LOST|CIRCUIT_OPEN)$/)]);
    const { clients, invoices } = await books.ledger();
    expect([clients.length, invoices.length]).toEqual([1, 1]);
    expect(await books.writes()).toEqual(["POST users", "POST invoices", "PUT invoices"]);
  }, 60_000);
});

describe("a platform that is stopped with work in hand", () => {
  it("ends all it has begun, and keeps what it made", async () => {
    const { shop, books } = await stoppedWorld();
    const orders = await Promise.all(
      Array.from({ length: 20 }, () => shop.place(newCustomersOrder())),
    );
    await world.engine.start();
    await until("some invoices", async () => (await books.ledger()).invoices.length > 3);
    await world.engine.worker.stop();

    const running = await world.engine.db
      .selectFrom("run")
      .select("id")
      .where("status", "=", "running")
      .execute();
    expect(running).toEqual([]);
    const { invoices } = await books.ledger();
    const linked = await world.engine.db
      .selectFrom("link")
      .select("to_id")
      .where("purpose", "=", "invoice")
      .execute();
    expect(linked.map(({ to_id: id }) => id).sort()).toEqual(
      invoices.map(({ id }) => String(id)).sort(),
    );
    expect(invoices.length).toBeLessThanOrEqual(orders.length);
  });

  it("leaves a poll it cut short due at once, and does not call it a failure", async () => {
    const { shop } = await stoppedWorld();
    await shop.arm({ kind: "slow", delayMs: 1_000, route: { method: "GET", path: "/rest/" } });
    await world.engine.start();
    await until("the polls", async () => {
      const cursors = await world.engine.db.selectFrom("cursor").select("leased_until").execute();
      return cursors.some(({ leased_until: leased }) => leased !== null);
    });
    await world.engine.poller.stop();

    const now = world.engine.clock.now();
    const cursors = await world.engine.db
      .selectFrom("cursor")
      .selectAll()
      .where("trigger_id", "like", "kentico.%")
      .execute();
    expect(cursors.map(({ leased_until: until }) => until)).toEqual([null, null, null]);
    expect(cursors.filter(({ next_poll_at: next }) => next > now)).toEqual([]);
    expect(world.errors).toEqual([]);
  });
});
