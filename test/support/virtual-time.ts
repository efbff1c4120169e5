// Time that a test drives, for the engine, the database and the simulators alike. It moves only when
// nothing is under way: no HTTP call, no statement.

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { setTimeout as delay, setImmediate } from "node:timers/promises";
import type pg from "pg";
import type { Clock } from "../../src/core/clock.ts";

export interface VirtualTime {
  clock: Clock;
  /** Makes the database tell this time. */
  rule(pool: pg.Pool): Promise<void>;
  /** Lets time pass, waking sleepers when they are due, though no more often than each `stepMs`. */
  pass(durationMs: number, stepMs: number): Promise<void>;
  /** Lets time pass, about as fast as real time, until something is done. */
  until<T>(done: Promise<T>): Promise<T>;
  /** Stops listening. */
  end(): void;
}

interface Sleeper {
  dueMs: number;
  wake(): void;
}

const begins = ["undici:request:create"];
const ends = ["undici:request:trailers", "undici:request:error"];
/** Turns of the event loop without anything under way, after which nothing more is to come. */
const quietTurns = 12;
const stepMs = 20;

/** Counts the requests of this process that have no whole answer yet. */
function countRequests(): { open(): number; end(): void } {
  const open = new Set<unknown>();
  const begun = (message: unknown) => void open.add((message as { request: unknown }).request);
  const ended = (message: unknown) => void open.delete((message as { request: unknown }).request);
  for (const name of begins) subscribe(name, begun);
  for (const name of ends) subscribe(name, ended);
  return {
    open: () => open.size,
    end: () => {
      for (const name of begins) unsubscribe(name, begun);
      for (const name of ends) unsubscribe(name, ended);
    },
  };
}

export function createVirtualTime(): VirtualTime {
  const startMs = Date.now();
  const sleepers = new Set<Sleeper>();
  const requests = countRequests();
  let nowMs = startMs;
  let ruled: pg.Pool | undefined;

  const clock: Clock = {
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs - startMs,
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const sleeper = { dueMs: nowMs + Math.max(0, durationMs), wake };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", wake, { once: true });
      }),
  };
  const isBusy = () =>
    requests.open() > 0 ||
    (ruled !== undefined && (ruled.totalCount > ruled.idleCount || ruled.waitingCount > 0));
  const untilQuiet = async () => {
    for (let turns = 0; turns < quietTurns; turns += 1) {
      await setImmediate();
      if (isBusy()) turns = 0;
    }
  };
  const moveTo = async (instantMs: number) => {
    nowMs = instantMs;
    if (ruled && !ruled.ending)
      await ruled.query("update virtual_time set now = to_timestamp($1::float8 / 1000)", [nowMs]);
    const due = [...sleepers].filter(({ dueMs }) => dueMs <= nowMs);
    for (const { wake } of due.sort((a, b) => a.dueMs - b.dueMs)) wake();
  };
  const pass = async (durationMs: number, stepMs: number) => {
    const endMs = nowMs + durationMs;
    for (;;) {
      await untilQuiet();
      if (nowMs >= endMs) return;
      const nextMs = Math.min(...[...sleepers].map(({ dueMs }) => dueMs));
      await moveTo(Math.min(endMs, Math.max(nextMs, nowMs + stepMs)));
    }
  };
  return {
    clock,
    pass,
    async until(done) {
      let isDone = false;
      const noted = done.finally(() => {
        isDone = true;
      });
      while (!isDone) {
        await pass(stepMs, stepMs);
        await delay(stepMs);
      }
      return noted;
    },
    async rule(pool) {
      await pool.query(`
        create table virtual_time (now timestamptz not null);
        insert into virtual_time values (to_timestamp(${nowMs / 1000}));
        create or replace function ledgerline.instant() returns timestamptz language sql stable
          as 'select now from ledgerline.virtual_time';
        create or replace function pgboss.job_now() returns timestamptz language sql stable
          as 'select now from ledgerline.virtual_time'`);
      ruled = pool;
    },
    end: requests.end,
  };
}
