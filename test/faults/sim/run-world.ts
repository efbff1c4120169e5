// Runs one simulated world from its first order to its verdict.

import type { KenticoLedger } from "../../../sandbox/kentico/ledger.ts";
import { replayDeadLetter } from "../../../src/engine/letters/desk.ts";
import { judgeQuietPlatform } from "../oracle/invariants/quiet-platform.ts";
import { judgeWorld, verdictOf, type WorldVerdict } from "../oracle/judge-world.ts";
import type { BooksLedger } from "../oracle/world.ts";
import { platformState } from "../platform-state.ts";
import { chanceOf, seedOf } from "./chance.ts";
import type { Session } from "./memory/session.ts";
import { isPolledSince } from "./rest.ts";
import { runShop } from "./shop-floor.ts";
import type { Swarm } from "./swarm.ts";
import { startTrouble } from "./trouble.ts";
import { createSimWorld, type SimWorld } from "./world.ts";

export interface WorldRun {
  seed: number;
  orders: number;
  swarm: Swarm;
  session: Session;
  keepsHistory?: boolean;
}

export interface WorldReport extends WorldVerdict {
  seed: number;
  orders: number;
  crashes: number;
  /** Hash of the world's history. */
  digest: string;
  history: readonly string[];
  errors: readonly string[];
}

/** Longest time the faults go on after the last order. */
const faultyMs = 300_000;
const pollCheckMs = 5_000;

export async function runWorld(run: WorldRun): Promise<WorldReport> {
  const world = await createSimWorld(run);
  try {
    await world.play(() => live(world, run));
    const verdict = await world.play(() => judge(world, run.session));
    const { history, platform } = world;
    const { seed, orders } = run;
    history.note("info", "verdict", JSON.stringify(verdict));
    return {
      ...verdict,
      seed,
      orders,
      crashes: platform.crashes,
      errors: platform.errors,
      history: history.lines,
      digest: history.digest(),
    };
  } finally {
    await world.close();
  }
}

async function live(world: SimWorld, { seed, orders, swarm, session }: WorldRun): Promise<void> {
  const { time, platform, simulators } = world;
  const chance = (part: string) => chanceOf(seed, part);
  await world.setFaulty(true);
  const endTrouble = startTrouble({ time, chance: chance("trouble"), swarm, platform });
  const { placingMs } = swarm;
  const shop = { seed: seedOf(seed, "orders"), orders, time, simulators, placingMs };
  await runShop({ ...shop, chance: chance("shop") });
  await Promise.race([world.rest(), world.wait(faultyMs)]);
  endTrouble();
  await world.setFaulty(false);
  await calmDown(world, session);
  await replayAll(world, session);
  await world.rest();
}

/** Polling finds what no webhook told. */
async function calmDown(world: SimWorld, session: Session): Promise<void> {
  const sinceMs = world.time.nowMs + 60_000;
  await world.rest();
  while (!isPolledSince(session, sinceMs)) await world.wait(pollCheckMs);
  await world.rest();
}

/** A person tries again whatever was given up. */
async function replayAll({ platform }: SimWorld, session: Session): Promise<void> {
  const letters = session.execute(
    "select id from ledgerline.dead_letter where status = 'open' order by id",
    [],
  ).rows;
  for (const { id } of letters) await replayDeadLetter(platform.anyRunning.engine, String(id));
}

async function judge(world: SimWorld, session: Session): Promise<WorldVerdict> {
  const { simulators, platform } = world;
  const stored = session.execute("select dedupe_key from ledgerline.event", []).rows;
  const { findings } = judgeWorld({
    shop: await simulators.shop<KenticoLedger>("ledger"),
    books: await simulators.books<BooksLedger>("ledger"),
    acknowledged: [...simulators.acknowledged],
    stored: new Set(stored.map((row) => String(row["dedupe_key"]))),
  });
  const state = await platformState(platform.anyRunning.engine.db);
  return verdictOf([...findings, ...judgeQuietPlatform(state)]);
}
