// Two throttles on one database stand for two processes. The database's clock is real, the processes' own
// is driven: a sleep only notes how long it would have been.

import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { newId, systemRandom } from "../../core/ids.ts";
import { createConnection } from "../../store/connections.ts";
import { createManualClock, type ManualClock } from "./manual-clock.fixture.ts";
import { createThrottle, type Throttle } from "./throttle.ts";

let database: TestDatabase;
let connectionId = "";
let clock: ManualClock;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

beforeEach(async () => {
  clock = createManualClock();
  connectionId = newId({ clock, random: systemRandom });
  const name = `books-${connectionId.slice(-12)}`;
  const settings = { connector: "freshbooks", settings: {}, hookToken: name };
  await createConnection(database.db, { id: connectionId, name, title: name, ...settings });
});

const { signal } = new AbortController();
/** 0.93 of it is used: 50 calls a second. */
const perSecond = 50 / 0.93;

function throttleWith(limits: { burst?: number; concurrency?: number; perSecond?: number } = {}) {
  return createThrottle({
    db: database.db,
    clock,
    random: { ...systemRandom, float: () => 0 },
    connectionId,
    limits: { perSecond, burst: 1, concurrency: 10, ...limits },
    circuits: { rampOf: () => 1, pausedForMs: () => 0 },
  });
}

async function call(throttle: Throttle, times = 1): Promise<void> {
  for (let count = 0; count < times; count += 1) (await throttle.enter("flow", signal))();
}

function totalSlept(): number {
  return clock.sleepsMs.reduce((sum, ms) => sum + ms, 0);
}

/** Moves the throttle's row back in time, as if so long had passed. */
async function letPass(ms: number): Promise<void> {
  clock.advance(ms);
  await sql`update ledgerline.throttle set booked_until = booked_until - ${ms} * interval '1 ms',
    paused_until = paused_until - ${ms} * interval '1 ms',
    slowed_at = slowed_at - ${ms} * interval '1 ms'
    where connection_id = ${connectionId}::uuid`.execute(database.db);
}

describe("the rate of a connection", () => {
  it("is one for all processes: each waits for what the others have booked", async () => {
    const slow = { perSecond: 1 / 0.96 };
    const [first, second] = [throttleWith(slow), throttleWith(slow)];
    await call(first);
    await call(second);
    await call(first);
    await call(second);
    // Four calls are a second apart; the time the database took counts as waited.
    expect(totalSlept()).toBeLessThanOrEqual(3_000 + 2_000 + 1_000);
    expect(totalSlept()).toBeGreaterThan(1_000);
  });

  it("allows a burst at once after a quiet time, and no more", async () => {
    const throttle = throttleWith({ burst: 5, perSecond: 1 });
    await call(throttle, 5);
    expect(totalSlept()).toBe(0);
    await call(throttle);
    expect(totalSlept()).toBeGreaterThan(0);
  });

  it("sends work away that would wait over twenty seconds, and tells when to come back", async () => {
    const throttle = throttleWith();
    await call(throttle);
    await sql`update ledgerline.throttle set booked_until = ledgerline.instant() + interval '25 s'
      where connection_id = ${connectionId}::uuid`.execute(database.db);
    const refused = await throttle.enter("flow", signal).catch((thrown) => thrown);
    expect(refused).toMatchObject({ code: "RATE_LIMITED" });
    expect(refused.retryAfterMs).toBeGreaterThan(24_000);
  });

  it("asks the database about four times a second, however many calls are made", async () => {
    const throttle = throttleWith({ perSecond: 100_000, burst: 100_000 });
    await call(throttle, 4_096);
    const { last_lot: lot } = await database.db
      .selectFrom("throttle")
      .select("last_lot")
      .where("connection_id", "=", connectionId)
      .executeTakeFirstOrThrow();
    // Each booking is as large as all before it, while the clock stands still.
    expect(lot).toBe(2_048);
  });

  it("gives back at the end what was booked and not used", async () => {
    const throttle = throttleWith();
    const waiting = [call(throttle), call(throttle), call(throttle), call(throttle)];
    await Promise.all(waiting);
    const bookedMs = async () => {
      const { rows } = await sql<{ ms: number }>`
        select extract(epoch from booked_until)::float8 * 1000 as ms from ledgerline.throttle
        where connection_id = ${connectionId}::uuid`.execute(database.db);
      return rows[0]?.ms ?? 0;
    };
    await call(throttle);
    const beforeMs = await bookedMs();
    await throttle.close();
    expect(await bookedMs()).toBeLessThanOrEqual(beforeMs);
  });
});

describe("a pause the other system asked for", () => {
  it("sends all work away until it is over, in every process", async () => {
    const [first, second] = [throttleWith(), throttleWith()];
    await first.pause(2_000);
    await expect(first.enter("flow", signal)).rejects.toMatchObject({
      code: "RATE_LIMITED",
      retryAfterMs: 2_000,
    });
    const elsewhere = await second.enter("flow", signal).catch((thrown) => thrown);
    expect(elsewhere).toMatchObject({ code: "RATE_LIMITED" });
    expect(elsewhere.retryAfterMs).toBeGreaterThan(1_800);
    await letPass(2_000);
    await call(first);
    await call(second);
  });

  it("is not shortened by a later, shorter one", async () => {
    const throttle = throttleWith();
    await throttle.pause(10_000);
    await throttle.pause(1_000);
    await letPass(9_000);
    await expect(throttleWith().enter("flow", signal)).rejects.toMatchObject({
      code: "RATE_LIMITED",
    });
  });
});

describe("a connection that refused calls without saying for how long", () => {
  const share = async () => {
    const { slowed_to: slowedTo } = await database.db
      .selectFrom("throttle")
      .select("slowed_to")
      .where("connection_id", "=", connectionId)
      .executeTakeFirstOrThrow();
    return slowedTo;
  };

  it("is called half as often, once for refusals that come together", async () => {
    const throttle = throttleWith();
    await call(throttle);
    await throttle.slowDown();
    await throttle.slowDown();
    expect(await share()).toBe(0.5);
  });

  it("gets back a twentieth of its rate each minute", async () => {
    const throttle = throttleWith();
    await call(throttle);
    await throttle.slowDown();
    await letPass(4 * 60_000);
    await throttle.slowDown();
    // 0.5 + 4 x 0.05 = 0.7, halved.
    expect(await share()).toBeCloseTo(0.35, 3);
  });
});
