// The retries of a run as they are on disk, attempt by attempt, on a clock and with draws of the test's own.

import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/support/database.ts";
import { systemClock } from "../core/clock.ts";
import { type ErrorCode, type ErrorOptions, IntegrationError } from "../core/errors.ts";
import { newId, type Random, systemRandom } from "../core/ids.ts";
import { claimRuns } from "./claims.ts";
import { finishAttempts } from "./finish.ts";
import { createRunQueue, type RunQueue } from "./queue.ts";
import { claimRun, queueRun } from "./queued-run.fixture.ts";
import type { ClaimedRun } from "./run.ts";

const ids = { clock: systemClock, random: systemRandom };
const connectionId = newId(ids);
const hourMs = 3_600_000;

let database: TestDatabase;
let queue: RunQueue;
/** Far ahead of the real time, by which the queue hands out what is due. */
let nowMs = Date.parse("2040-03-01T00:00:00Z");

/** The instant of the test, for the process and for the database. */
async function setInstant(atMs: number): Promise<void> {
  nowMs = atMs;
  await sql`update ledgerline.test_instant set at = ${new Date(atMs)}`.execute(database.db);
}

beforeAll(async () => {
  database = await createTestDatabase();
  const { db, pool } = database;
  await sql`create table ledgerline.test_instant as select ${new Date(nowMs)}::timestamptz as at`.execute(
    db,
  );
  await sql`create or replace function ledgerline.instant() returns timestamptz language sql stable
    as 'select at from ledgerline.test_instant'`.execute(db);
  queue = createRunQueue({ pool, clock: systemClock, onError: () => undefined });
  await queue.start();
});
afterAll(async () => {
  await queue.stop();
  await database.drop();
});

function queuedRun(entityId: string): Promise<string> {
  return queueRun({ db: database.db, queue }, { ids, connectionId, entityId });
}

function claim(runId: string): Promise<ClaimedRun> {
  return claimRun({ db: database.db, queue }, runId);
}

/** Hands over one number after the other. */
function drawing(draws: readonly number[]): Random {
  const left = [...draws];
  return { ...systemRandom, float: () => left.shift() ?? 0 };
}

interface Failing {
  code: ErrorCode;
  options?: ErrorOptions;
  draw?: number;
}

/** A worker takes the run, and fails with it at once. */
async function fail(runId: string, { code, options = {}, draw = 0.5 }: Failing) {
  const run = await claim(runId);
  const error = new IntegrationError(code, "It went wrong.", options);
  const attempt = { run, result: { kind: "failed" as const, error }, steps: [], links: [] };
  const clock = { ...systemClock, now: () => new Date(nowMs) };
  await finishAttempts(
    { db: database.db, queue, clock, random: drawing([draw]), ids, publish: async () => undefined },
    [
      {
        ...attempt,
        effects: [],
        emitted: [],
        record: null,
        failedExchanges: [],
        failedConnectionId: null,
      },
    ],
  );
  return stateOf(runId);
}

async function stateOf(runId: string) {
  const { status, attempts, reason_code, next_action_at } = await database.db
    .selectFrom("run")
    .select(["status", "attempts", "reason_code", "next_action_at"])
    .where("id", "=", runId)
    .executeTakeFirstOrThrow();
  const inMs = next_action_at === null ? null : next_action_at.getTime() - nowMs;
  return { status, attempts, code: reason_code, inMs };
}

/** Time passes until the run's next attempt, which nobody may make before. */
async function passUntilNext(runId: string): Promise<void> {
  expect(await claimRuns(database.db, queue, 10)).toEqual([]);
  const { inMs } = await stateOf(runId);
  await setInstant(nowMs + (inMs ?? 0));
  await queue.release(database.db, [runId]);
}

const away: Failing = { code: "SERVICE_UNAVAILABLE" };

describe("work that fails every time", () => {
  it("is tried twelve times at the instants drawn below 2 s x 3^n and two hours, then goes to a person", async () => {
    const runId = await queuedRun("1");
    // Half of 2, 6, 18, 54, 162, 486, 1458 and 4374 seconds, and of two hours from there on.
    const halves = [1, 3, 9, 27, 81, 243, 729, 2_187, 3_600, 3_600, 3_600];
    for (const [index, seconds] of halves.entries()) {
      const state = await fail(runId, away);
      const inMs = seconds * 1_000;
      expect(state).toEqual({ status: "waiting", attempts: index + 1, code: away.code, inMs });
      await passUntilNext(runId);
    }
    expect(await fail(runId, away)).toMatchObject({ status: "dead", attempts: 12, inMs: null });
    const letters = await database.db
      .selectFrom("dead_letter")
      .select(["run_id", "code"])
      .execute();
    expect(letters).toEqual([{ run_id: runId, code: "SERVICE_UNAVAILABLE" }]);
  });

  it("draws from the whole range, but never comes back within a quarter of a second", async () => {
    const runId = await queuedRun("2");
    expect(await fail(runId, { ...away, draw: 0 })).toMatchObject({ inMs: 250 });
    await passUntilNext(runId);
    expect(await fail(runId, { ...away, draw: 0.999 })).toMatchObject({ inMs: 5_994 });
    await passUntilNext(runId);
    const asked = { options: { retryAfterMs: 600_000 } };
    expect(await fail(runId, { ...away, ...asked })).toMatchObject({ inMs: 600_000 });
  });

  it("goes to a person after a day, however few attempts there were", async () => {
    const runId = await queuedRun("3");
    expect(await fail(runId, away)).toMatchObject({ status: "waiting", attempts: 1 });
    await setInstant(nowMs + 24 * hourMs);
    await queue.release(database.db, [runId]);
    expect(await fail(runId, away)).toMatchObject({ status: "dead", attempts: 2 });
  });
});

describe("work that only waits", () => {
  it.each<[ErrorCode, number]>([
    ["RATE_LIMITED", 5_250],
    ["CIRCUIT_OPEN", 5_250],
    ["WAITING_TO_SETTLE", 5_250],
    ["WAITING_FOR_RECORD", 5_250],
    ["LEASE_LOST", 5_250],
    ["CANCELLED", 0],
    ["NOT_AUTHENTICATED", 300_000],
    ["NOT_PERMITTED", 300_000],
  ])("for %s uses up no attempt and gets its day anew", async (code, inMs) => {
    const runId = await queuedRun(`waits for ${code}`);
    await fail(runId, away);
    await setInstant(nowMs + 23 * hourMs);
    await queue.release(database.db, [runId]);
    for (const _ of [1, 2, 3]) {
      expect(await fail(runId, { code })).toMatchObject({ status: "waiting", attempts: 1, inMs });
      await setInstant(nowMs + 10 * hourMs);
      await queue.release(database.db, [runId]);
    }
    expect(await fail(runId, away)).toMatchObject({ status: "waiting", attempts: 2 });
    await queue.remove(database.db, [runId]);
  });
});

describe("work of which nobody knows whether it was done", () => {
  it("uses up attempts like work that failed, and waits at least until it has settled", async () => {
    const runId = await queuedRun("unknown");
    const unknown: Failing = { code: "OUTCOME_UNKNOWN", options: { retryAfterMs: 180_000 } };
    expect(await fail(runId, unknown)).toMatchObject({
      status: "waiting",
      attempts: 1,
      inMs: 180_000,
    });
    await passUntilNext(runId);
    expect(await fail(runId, unknown)).toMatchObject({
      status: "waiting",
      attempts: 2,
      inMs: 180_000,
    });
    await queue.remove(database.db, [runId]);
  });
});

describe("work whose worker dies", () => {
  const claimsOf = async (runId: string) => {
    const run = await claim(runId);
    await queue.abandon(database.db, [runId]);
    return run.claims;
  };

  it("counts its claims until one of them has a result, and uses up no attempt", async () => {
    const runId = await queuedRun("crash");
    expect([await claimsOf(runId), await claimsOf(runId), await claimsOf(runId)]).toEqual([
      1, 2, 3,
    ]);
    expect(await stateOf(runId)).toMatchObject({ status: "running", attempts: 0 });
    expect(await fail(runId, away)).toMatchObject({ status: "waiting", attempts: 1 });
    await queue.release(database.db, [runId]);
    expect(await claimsOf(runId)).toBe(1);
  });
});
