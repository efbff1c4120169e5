// Live progress of the demo: orders placed, and what became of them.

import { sql } from "kysely";
import type { Sandbox } from "../../../sandbox/start.ts";
import { systemClock } from "../../core/clock.ts";
import { IntegrationError } from "../../core/errors.ts";
import type { Platform } from "../../platform.ts";
import type { CommandContext } from "../command-context.ts";

export interface Progress {
  placed(count: number): void;
  /** Resolves when no webhook and no run is on its way any more. */
  untilDone(): Promise<void>;
}

interface Counts {
  events: number;
  done: number;
  open: number;
  dead: number;
}

const everyMs = 500;
const longestMs = 15 * 60_000;

export function watchProgress(
  context: CommandContext,
  { platform, sandbox }: { platform: Platform; sandbox: Sandbox },
): Progress {
  let orders = 0;
  let shown = "";
  const show = ({ events, done, open, dead }: Counts) => {
    const line = `orders placed ${orders}, events received ${events}, runs done ${done}, under way ${open}, dead letters ${dead}`;
    if (line !== shown) context.note(line);
    shown = line;
  };
  const watching = new AbortController();
  const watch = async () => {
    while (!watching.signal.aborted) {
      show(await countRuns(platform));
      await systemClock.sleep(everyMs, watching.signal);
    }
  };
  const watcher = watch();
  return {
    placed: (count) => {
      orders = count;
    },
    untilDone: async () => {
      await untilQuiet(platform, sandbox);
      watching.abort();
      await watcher;
      show(await countRuns(platform));
    },
  };
}

async function untilQuiet(platform: Platform, sandbox: Sandbox): Promise<void> {
  const untilMs = systemClock.monotonicMs() + longestMs;
  for (;;) {
    await fetch(`${sandbox.kentico.url}/_control/webhooks/idle`);
    if ((await countRuns(platform)).open === 0) return;
    if (systemClock.monotonicMs() > untilMs) {
      throw new IntegrationError("UNEXPECTED", "The demo's orders were not done in 15 minutes.");
    }
    await systemClock.sleep(100);
  }
}

/** Runs behind a dead letter of their order wait for a person: they are not under way. */
async function countRuns({ engine }: Platform): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select
      (select count(*)::int from ledgerline.event) as events,
      count(*) filter (where r.status = 'done')::int as done,
      count(*) filter (where r.status = 'dead')::int as dead,
      count(*) filter (where r.status in ('queued', 'running', 'waiting') and not exists (
        select 1 from ledgerline.run d where d.subject_key = r.subject_key and d.status in ('dead', 'held')
      ))::int as open
    from ledgerline.run r`.execute(engine.db);
  return rows[0] ?? { events: 0, done: 0, open: 0, dead: 0 };
}
