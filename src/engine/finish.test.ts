import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/support/database.ts";
import { systemClock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import { newId, systemRandom } from "../core/ids.ts";
import { claimRuns } from "./claims.ts";
import { finishAttempts } from "./finish.ts";
import { createRunQueue, type RunQueue } from "./queue.ts";
import { claimRun, queueRun } from "./queued-run.fixture.ts";
import type { AttemptResult, ClaimedRun, FinishedAttempt } from "./run.ts";

const ids = { clock: systemClock, random: systemRandom };
const connectionId = newId(ids);

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
afterAll(async () => {
  await queue.stop();
  await database.drop();
});

function queuedRun(entityId: string): Promise<string> {
  return queueRun({ db: database.db, queue }, { ids, connectionId, entityId });
}

function claimed(runId: string): Promise<ClaimedRun> {
  return claimRun({ db: database.db, queue }, runId);
}

const applied: AttemptResult = { kind: "done", outcome: "applied", reason: null };

/** An attempt that read the order and made its invoice. */
function attemptOf(run: ClaimedRun, result: AttemptResult = applied): FinishedAttempt {
  const reference = `LL-${run.entityId.padStart(12, "0")}`;
  const link = {
    fromConnectionId: connectionId,
    fromEntity: "order",
    fromId: run.entityId,
    purpose: "invoice",
    toConnectionId: connectionId,
    toEntity: "invoice",
    toId: "454001",
    reference,
    contentHash: null,
    sourceVersion: null,
    state: "active",
    data: {},
  } as const;
  return {
    run,
    result,
    steps: [
      {
        path: "steps[0]",
        kind: "read",
        title: "read order",
        status: "done",
        startedAt: systemClock.now(),
        durationMs: 3,
        detail: {},
        error: null,
      },
    ],
    links: [{ ...link }],
    effects: [],
    emitted: [],
    record: null,
    failedExchanges: [],
    failedConnectionId: null,
  };
}

function finish(attempts: readonly FinishedAttempt[]): Promise<void> {
  const input = { db: database.db, queue, clock: systemClock, random: systemRandom, ids };
  return finishAttempts({ ...input, publish: async () => undefined }, attempts);
}

async function rowsOf(runId: string, entityId: string) {
  const run = await database.db
    .selectFrom("run")
    .select(["status", "outcome", "attempts"])
    .where("id", "=", runId)
    .executeTakeFirstOrThrow();
  const steps = await database.db
    .selectFrom("run_step")
    .select("attempt")
    .where("run_id", "=", runId)
    .execute();
  const links = await database.db
    .selectFrom("link")
    .select("to_id")
    .where("from_id", "=", entityId)
    .execute();
  return { ...run, steps: steps.map(({ attempt }) => attempt), links: links.length };
}

describe("ending an attempt", () => {
  it("whose claim was lost leaves nothing behind; the attempt that took over decides", async () => {
    const runId = await queuedRun("1");
    const first = await claimed(runId);
    await queue.abandon(database.db, [runId]);
    const second = await claimed(runId);
    await finish([attemptOf(first)]);
    expect(await rowsOf(runId, "1")).toEqual({
      status: "running",
      outcome: null,
      attempts: 0,
      steps: [],
      links: 0,
    });

    await finish([attemptOf(second)]);
    expect(await rowsOf(runId, "1")).toEqual({
      status: "done",
      outcome: "applied",
      attempts: 1,
      steps: [2],
      links: 1,
    });
  });

  it("twice, because the answer to the commit was lost, counts once", async () => {
    const runId = await queuedRun("2");
    const attempt = attemptOf(await claimed(runId));
    await finish([attempt]);
    await finish([attempt]);
    expect(await rowsOf(runId, "2")).toMatchObject({ status: "done", attempts: 1, links: 1 });
  });

  it("counts attempts only for what may have failed by itself", async () => {
    const runId = await queuedRun("3");
    const errorOf = (code: "RATE_LIMITED" | "SERVICE_UNAVAILABLE"): AttemptResult => ({
      kind: "failed",
      error: new IntegrationError(code, "Later, please.", { retryAfterMs: 0 }),
    });
    await finish([attemptOf(await claimed(runId), errorOf("RATE_LIMITED"))]);
    expect(await rowsOf(runId, "3")).toMatchObject({ status: "waiting", attempts: 0, links: 1 });
    await queue.release(database.db, [runId]);
    await finish([attemptOf(await claimed(runId), errorOf("SERVICE_UNAVAILABLE"))]);
    expect(await rowsOf(runId, "3")).toMatchObject({ status: "waiting", attempts: 1, links: 1 });
  });

  it("keeps what was written before a step failed for good", async () => {
    const runId = await queuedRun("4");
    const error = new IntegrationError("REFUSED_BY_SYSTEM", "The payment was refused.");
    await finish([attemptOf(await claimed(runId), { kind: "failed", error })]);
    expect(await rowsOf(runId, "4")).toMatchObject({ status: "dead", links: 1 });
  });

  it("stores nothing of a batch when one of it cannot be stored", async () => {
    const [good, bad] = [await queuedRun("5"), await queuedRun("6")];
    const runs = await claimRuns(database.db, queue, 10);
    const attempts = runs.map((run) => attemptOf(run));
    const broken = attempts.find(({ run }) => run.id === bad);
    for (const link of broken?.links ?? []) link.reference = null as unknown as string;
    await expect(finish(attempts)).rejects.toThrow("null value");
    expect(await rowsOf(good, "5")).toMatchObject({ status: "running", steps: [], links: 0 });
  });
});
