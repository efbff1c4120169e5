// The queue of runs: pg-boss on the same database. FIFO per subject; a run that waits or needs a person
// keeps its place and holds back later runs of its subject only. Attempts are counted by the run row;
// the queue's own retry limit never decides.

import { sql } from "kysely";
import { fromKysely, PgBoss, type Clock as QueueClock } from "pg-boss";
import type { Clock } from "../core/clock.ts";
import type { Db } from "../store/schema.ts";

export const runQueue = "run";

/** How long a claim holds without a heartbeat. */
export const leaseMs = 30_000;

const tenYearsSeconds = 10 * 365 * 86_400;
const oneDaySeconds = 86_400;
const farFuture = new Date("9000-01-01T00:00:00Z");

export interface JobClaim {
  id: string;
  retryCount: number;
}

export interface RunJob {
  runId: string;
  subjectKey: string;
}

export interface RunQueue {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Enqueues runs inside the caller's transaction. */
  enqueue(trx: Db, jobs: readonly RunJob[]): Promise<void>;
  /** Claims up to `limit` runs inside the caller's transaction. */
  claim(trx: Db, limit: number): Promise<JobClaim[]>;
  /**
   * Ends runs, whatever the queue thinks of their claims: of settling, only the run's own fence decides
   * (finish.ts), or a run that is done would be taken up again.
   */
  complete(trx: Db, runIds: readonly string[]): Promise<void>;
  /** Gives a run back to be taken up at `at`, without losing its place. */
  park(trx: Db, runId: string, at: Date): Promise<void>;
  /** Keeps a run's place until a person decides. */
  hold(trx: Db, runId: string): Promise<void>;
  /** Lets parked or held runs be taken up now; gives how many had a place. */
  release(trx: Db, runIds: readonly string[]): Promise<number>;
  /** Takes a run out, so that later runs of its subject go on. */
  remove(trx: Db, runIds: readonly string[]): Promise<void>;
  /** Gives claimed runs back at once; only when it is certain that no worker lives. */
  abandon(db: Db, runIds: readonly string[]): Promise<void>;
  /** After the database's clock was set back: nothing waits for the old time to come again. */
  shortenWaits(trx: Db): Promise<void>;
  /** Renews claims; gives the ids of those still held. */
  heartbeat(claims: readonly JobClaim[]): Promise<ReadonlySet<string>>;
}

interface SettledResponse {
  affected: number;
  requested: number;
  settled?: string[];
}

/** What the queue needs of a pool of database connections. */
export interface QueueDatabase {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
}

function poolAdapter(pool: QueueDatabase) {
  return {
    executeSql: async (text: string, values?: unknown[]) => pool.query(text, values ?? []),
  };
}

/** The queue's own timers on our clock, so that whoever drives the one drives the other. */
function timersOf(clock: Clock): QueueClock {
  const after = (action: () => void, durationMs: number) => {
    const timer = new AbortController();
    void clock.sleep(durationMs, timer.signal).then(() => {
      if (!timer.signal.aborted) action();
    });
    return timer;
  };
  const every = (action: () => void, durationMs: number) => {
    const timer = new AbortController();
    const tick = async () => {
      for (;;) {
        await clock.sleep(durationMs, timer.signal);
        if (timer.signal.aborted) return;
        action();
      }
    };
    void tick();
    return timer;
  };
  const clear = (timer: unknown) => {
    if (timer instanceof AbortController) timer.abort();
  };
  return {
    now: () => clock.now().getTime(),
    setTimeout: after,
    setInterval: every,
    clearTimeout: clear,
    clearInterval: clear,
  };
}

const queueOptions = {
  policy: "key_strict_fifo",
  retryLimit: 1_000_000_000,
  retryDelay: 0,
  heartbeatSeconds: leaseMs / 1000,
  expireInSeconds: 23 * 3_600,
  retentionSeconds: tenYearsSeconds,
  deleteAfterSeconds: oneDaySeconds,
} as const;

export interface RunQueueOptions {
  pool: QueueDatabase;
  clock: Clock;
  onError(error: Error): void;
}

export function createRunQueue(options: RunQueueOptions): RunQueue {
  const boss = new PgBoss({
    db: poolAdapter(options.pool),
    clock: timersOf(options.clock),
    schema: "pgboss",
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on("error", options.onError);
  return {
    ...lifecycle(boss),
    ...settlement(boss),
    shortenWaits,
    heartbeat: async (claims) => {
      if (claims.length === 0) return new Set();
      const response = (await boss.touch(runQueue, [...claims])) as SettledResponse;
      const held = response.affected === response.requested ? claims.map(({ id }) => id) : [];
      return new Set(response.settled ?? held);
    },
  };
}

function lifecycle(boss: PgBoss): Pick<RunQueue, "start" | "stop" | "enqueue" | "claim"> {
  const stop = () => boss.stop({ graceful: false, close: false });
  return {
    start: async () => {
      try {
        await boss.start();
        if ((await boss.getQueue(runQueue)) === null) {
          await boss.createQueue(runQueue, queueOptions);
        }
      } catch (thrown) {
        // Half begun, its timers would keep a process alive that has nothing left to do.
        await stop().catch(() => undefined);
        throw thrown;
      }
    },
    stop,
    enqueue: async (trx, jobs) => {
      if (jobs.length === 0) return;
      const inserts = jobs.map(({ runId, subjectKey }) => ({
        id: runId,
        singletonKey: subjectKey,
      }));
      await boss.insert(runQueue, inserts, { db: fromKysely(trx) });
    },
    claim: async (trx, limit) => {
      const jobs = await boss.fetch(runQueue, { batchSize: limit, db: fromKysely(trx) });
      return jobs.map(({ id, retryCount }) => ({ id, retryCount }));
    },
  };
}

/** pg-boss has no call for this: what is held for a person keeps its place, claims begin anew. */
async function shortenWaits(trx: Db): Promise<void> {
  await sql`
    update pgboss.job set start_after = now()
    where name = ${runQueue} and state < 'active' and start_after > now() and start_after < ${farFuture}`.execute(
    trx,
  );
  await sql`
    update pgboss.job set heartbeat_on = now(), started_on = least(started_on, now())
    where name = ${runQueue} and state = 'active' and heartbeat_on > now()`.execute(trx);
}

type Settlement = "complete" | "park" | "hold" | "release" | "remove" | "abandon";

function settlement(boss: PgBoss): Pick<RunQueue, Settlement> {
  const park = async (trx: Db, id: string, at: Date) => {
    const db = fromKysely(trx);
    await boss.fail(runQueue, id, null, { db });
    await boss.update(runQueue, undefined, { id, startAfter: at, db });
  };
  return {
    complete: async (trx, runIds) => {
      if (runIds.length === 0) return;
      const options = { db: fromKysely(trx), includeQueued: true };
      await boss.complete(runQueue, [...runIds], null, options);
    },
    park,
    hold: (trx, id) => park(trx, id, farFuture),
    release: async (trx, runIds) => {
      let released = 0;
      for (const id of runIds) {
        // Now, not an instant long ago: the queue keeps a job only so long after this instant.
        const options = { id, startAfter: 0, db: fromKysely(trx) };
        released += (await boss.update(runQueue, undefined, options)).updated;
      }
      return released;
    },
    remove: async (trx, runIds) => {
      if (runIds.length > 0) await boss.deleteJob(runQueue, [...runIds], { db: fromKysely(trx) });
    },
    abandon: async (db, runIds) => {
      if (runIds.length > 0) await boss.fail(runQueue, [...runIds], null, { db: fromKysely(db) });
    },
  };
}
