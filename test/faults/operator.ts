// What a person does while and after things go wrong: consents again, replays dead letters, and, where a
// run would have to wait for hours, says "try now". All by the platform's own functions.

import { setTimeout as sleep } from "node:timers/promises";
import { type ExpressionBuilder, sql } from "kysely";
import { allow, booksName } from "../../src/cli/demo/connect-sandbox.ts";
import { resetCircuit, viewCircuits } from "../../src/engine/circuit/circuit-desk.ts";
import { resumeConnection, type Setup } from "../../src/engine/connection-setup.ts";
import { beginConsent, finishConsent } from "../../src/engine/consent.ts";
import { replayDeadLetter } from "../../src/engine/letters/desk.ts";
import type { Platform } from "../../src/platform.ts";
import type { Schema } from "../../src/store/schema.ts";
import { readInstant } from "../../src/store/time-step.ts";
import type { History } from "./history.ts";

export interface OperatorInput {
  platform: Platform;
  /** Ids of the orders that are meant for a person. */
  meant: ReadonlySet<number>;
  history: History;
}

export interface OpenWork {
  /** How many runs will go on by themselves, by what they wait for. */
  runs: Record<string, number>;
  /** Dead letters nobody meant. */
  letters: number;
}

export class Operator {
  readonly #input: OperatorInput;

  constructor(input: OperatorInput) {
    this.#input = input;
  }

  /** Brings back connections whose credentials were lost with an answer. */
  async consentAgain(): Promise<void> {
    const { platform, history } = this.#input;
    const broken = await platform.engine.db
      .selectFrom("connection")
      .select(["name", "status_reason"])
      .where("status", "=", "needs-reauth")
      .execute();
    for (const { name, status_reason } of broken) {
      history.note("info", "consents again", { connection: name, reason: status_reason });
      if (name === booksName) await consent(platform.setup);
      else await resumeConnection(platform.setup, name);
    }
  }

  /** Replays what no one meant for a person; the number of letters that were open. */
  async replayLetters(): Promise<number> {
    const { platform, history } = this.#input;
    const letters = await this.unmeantLetters();
    for (const { id, code, message, entity_id } of letters) {
      history.note("info", "replays", { order: entity_id, code, message });
      await replayDeadLetter(platform.engine, id);
    }
    return letters.length;
  }

  async unmeantLetters() {
    const { platform, meant } = this.#input;
    const letters = await platform.engine.db
      .selectFrom("dead_letter")
      .innerJoin("run", "run.id", "dead_letter.run_id")
      .select(["dead_letter.id", "dead_letter.code", "dead_letter.message", "run.entity_id"])
      .where("dead_letter.status", "=", "open")
      .execute();
    return letters.filter(({ entity_id }) => !meant.has(Number(entity_id)));
  }

  /** Lets what waits longer than a moment be tried at once, and everything be polled. */
  async hasten(): Promise<void> {
    const { db, queue } = this.#input.platform.engine;
    const waiting = await db
      .selectFrom("run")
      .select("id")
      .where("status", "=", "waiting")
      .where("next_action_at", ">", sql<Date>`ledgerline.instant() + interval '3 seconds'`)
      .execute();
    const ids = waiting.map(({ id }) => id);
    if (ids.length === 0) return;
    await db.transaction().execute(async (trx) => {
      // The run before its place in the queue, as whoever ends an attempt locks them.
      await trx
        .updateTable("run")
        .set({ next_action_at: sql<Date>`ledgerline.instant()` })
        .where("id", "in", ids)
        .where("status", "=", "waiting")
        .execute();
      await queue.release(trx, ids);
    });
  }

  /** Lets everything be polled that was not polled since; true when nothing is left. */
  async isPolledSince(since: Date): Promise<boolean> {
    const { db } = this.#input.platform.engine;
    const unpolled = (is: ExpressionBuilder<Schema, "cursor">) =>
      is.or([is("last_polled_at", "is", null), is("last_polled_at", "<", since)]);
    await db
      .updateTable("cursor")
      .set({ next_poll_at: sql<Date>`ledgerline.instant()` })
      .where(unpolled)
      .where("leased_until", "is", null)
      .execute();
    const left = await db.selectFrom("cursor").select("trigger_id").where(unpolled).execute();
    return left.length === 0;
  }

  /** Forgets the troubles of systems that are known to be well again. */
  async closeCircuits(): Promise<void> {
    const { db } = this.#input.platform.engine;
    const open = (await viewCircuits(db)).filter(({ state }) => state !== "closed");
    for (const { connection, kind } of open) await resetCircuit(db, { connection, kind });
  }

  async openWork(): Promise<OpenWork> {
    const { rows } = await sql<{ status: string; count: number }>`
      select concat_ws(' ', r.status, r.reason_code) as status, count(*)::int as count
      from ledgerline.run r
      where r.status in ('queued', 'running', 'waiting') and not exists (
        select 1 from ledgerline.run d where d.subject_key = r.subject_key and d.status = 'dead')
      group by 1`.execute(this.#input.platform.engine.db);
    const runs = Object.fromEntries(rows.map(({ status, count }) => [status, count]));
    return { runs, letters: (await this.unmeantLetters()).length };
  }

  /** Only sees to polls, and watches until nothing is under way; gives what is left after the deadline. */
  async untilDone(deadlineMs: number): Promise<OpenWork> {
    return this.#until(deadlineMs, async () => undefined);
  }

  /** Works until nothing is under way and nothing needs a person; gives what is left after the deadline. */
  async untilQuiet(deadlineMs: number): Promise<OpenWork> {
    return this.#until(deadlineMs, async () => {
      await this.consentAgain();
      await this.closeCircuits();
      await this.replayLetters();
      await this.hasten();
    });
  }

  async #until(deadlineMs: number, help: () => Promise<void>): Promise<OpenWork> {
    const deadline = performance.now() + deadlineMs;
    const since = await readInstant(this.#input.platform.engine.db);
    for (;;) {
      // A person who is in the way of the work that goes on tries again.
      await help().catch((thrown) =>
        this.#input.history.note("fail", "help", { why: String(thrown) }),
      );
      const isPolled = await this.isPolledSince(since);
      const open = await this.openWork();
      const isQuiet = isPolled && Object.keys(open.runs).length === 0 && open.letters === 0;
      if (isQuiet || performance.now() > deadline) return open;
      await sleep(300);
    }
  }
}

async function consent(setup: Setup): Promise<void> {
  const { url } = await beginConsent(setup, booksName);
  await finishConsent(setup, booksName, await allow(url, fetch));
}
