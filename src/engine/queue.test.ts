import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/support/database.ts";
import { systemClock } from "../core/clock.ts";
import { newId, systemRandom } from "../core/ids.ts";
import { createRunQueue, type RunQueue } from "./queue.ts";

let database: TestDatabase;
let queue: RunQueue;

beforeAll(async () => {
  database = await createTestDatabase();
  queue = createRunQueue({
    pool: database.pool,
    clock: systemClock,
    onError: () => undefined,
  });
  await queue.start();
});
beforeEach(() => sql`delete from pgboss.job`.execute(database.db));
afterAll(async () => {
  await queue.stop();
  await database.drop();
});

function ids(count: number): string[] {
  return Array.from({ length: count }, () => newId({ clock: systemClock, random: systemRandom }));
}

/** Runs of one subject, each enqueued after the one before it. */
async function enqueued(subjectKey: string, count: number): Promise<string[]> {
  const runIds = ids(count);
  for (const runId of runIds) await queue.enqueue(database.db, [{ runId, subjectKey }]);
  return runIds;
}

async function claimedIds(): Promise<string[]> {
  return (await queue.claim(database.db, 10)).map(({ id }) => id);
}

function inAnHour(): Date {
  return new Date(systemClock.now().getTime() + 3_600_000);
}

describe("the queue of runs", () => {
  it("hands out one run of each subject, the oldest first", async () => {
    const [first] = await enqueued("order 1", 2);
    const [other] = await enqueued("order 2", 1);
    expect((await claimedIds()).sort()).toEqual([first, other].sort());
    expect(await claimedIds()).toEqual([]);
  });

  it("hands out the next run of a subject when the one before it is complete", async () => {
    const [first = "", second] = await enqueued("order 1", 2);
    await claimedIds();
    await queue.complete(database.db, [first]);
    expect(await claimedIds()).toEqual([second]);
  });

  it("keeps the place of a run that is parked", async () => {
    const [first = ""] = await enqueued("order 1", 2);
    await claimedIds();
    await queue.park(database.db, first, inAnHour());
    expect(await claimedIds()).toEqual([]);
    expect(await queue.release(database.db, [first])).toBe(1);
    expect(await claimedIds()).toEqual([first]);
  });

  it("keeps the place of a run that a person must look at, until it is taken out", async () => {
    const [dead = "", later] = await enqueued("order 1", 2);
    await claimedIds();
    await queue.hold(database.db, dead);
    expect(await claimedIds()).toEqual([]);
    await queue.remove(database.db, [dead]);
    expect(await claimedIds()).toEqual([later]);
    expect(await queue.release(database.db, [dead])).toBe(0);
  });

  it("keeps a released run for years, should nobody work meanwhile", async () => {
    const [run = ""] = await enqueued("order 1", 1);
    await claimedIds();
    await queue.hold(database.db, run);
    await queue.release(database.db, [run]);
    const { rows } = await sql<{ years: number }>`
      select extract(year from age(keep_until, now()))::int as years from pgboss.job`.execute(
      database.db,
    );
    expect(rows[0]?.years).toBeGreaterThanOrEqual(9);
  });

  it("does not hand out a run again that was done after its claim had ended", async () => {
    const [run = ""] = await enqueued("order 1", 1);
    await claimedIds();
    await queue.abandon(database.db, [run]);
    await queue.complete(database.db, [run]);
    expect(await claimedIds()).toEqual([]);
  });

  it("tells which claims still hold", async () => {
    const [kept = ""] = await enqueued("order 1", 1);
    const [taken = ""] = await enqueued("order 2", 1);
    const claims = await queue.claim(database.db, 10);
    await queue.abandon(database.db, [taken]);
    expect(await queue.heartbeat(claims)).toEqual(new Set([kept]));
    expect(await queue.heartbeat([])).toEqual(new Set());
  });

  it("takes back what a transaction enqueued that did not commit", async () => {
    const [runId = ""] = ids(1);
    const failing = database.db.transaction().execute(async (trx) => {
      await queue.enqueue(trx, [{ runId, subjectKey: "order 1" }]);
      await sql`select 1 / 0`.execute(trx);
    });
    await expect(failing).rejects.toThrow("division by zero");
    expect(await claimedIds()).toEqual([]);
  });
});

/** A clock whose timers never fire, and that knows how many are set. */
function countingClock() {
  const timers = new Set<AbortSignal>();
  const sleep = async (_durationMs: number, signal?: AbortSignal) => {
    if (!signal || signal.aborted) return;
    timers.add(signal);
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    timers.delete(signal);
  };
  return { timers, clock: { ...systemClock, sleep } };
}

it("a queue whose database goes away while it starts leaves nothing that keeps a process alive", async () => {
  let failures = 0;
  for (const failAt of Array.from({ length: 8 }, (_, index) => index + 1)) {
    const { timers, clock } = countingClock();
    let statements = 0;
    const query = async (text: string, values: unknown[]) => {
      statements += 1;
      if (statements === failAt) throw new Error("Connection terminated unexpectedly");
      return database.pool.query(text, values);
    };
    const failing = createRunQueue({ pool: { query }, clock, onError: () => undefined });
    // What the queue can do without, it does without.
    await failing.start().then(failing.stop, () => {
      failures += 1;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(timers.size, `failed at statement ${failAt}`).toBe(0);
  }
  expect(failures).toBeGreaterThan(2);
});
