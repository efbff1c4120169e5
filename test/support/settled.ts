// Waits until nothing is on its way any more: no webhook, no event, no run that will go on by itself.

import { sql } from "kysely";
import { closeCircuits } from "./closed-circuits.ts";
import type { World } from "./world.ts";

const pollMs = 25;
const closeMs = 250;

/** Runs that will go on by themselves; those behind a dead letter of their subject wait for a person. */
async function pendingRuns(world: World): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ledgerline.run r
    where r.status in ('queued', 'running', 'waiting') and not exists (
      select 1 from ledgerline.run d where d.subject_key = r.subject_key and d.status in ('dead', 'held'))`.execute(
    world.engine.db,
  );
  return rows[0]?.count ?? 0;
}

export async function settled(world: World, deadlineMs = 15_000): Promise<void> {
  const until = performance.now() + deadlineMs;
  let closedMs = performance.now();
  for (;;) {
    if (performance.now() - closedMs > closeMs) {
      await closeCircuits(world);
      closedMs = performance.now();
    }
    await fetch(`${world.sandbox.kentico.url}/_control/webhooks/idle`);
    if ((await pendingRuns(world)) === 0) return;
    if (performance.now() > until) throw new Error("The world did not settle in time.");
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
