// What attacks a running world, by plan: processes die, freeze and stop, the database crashes, links
// fail, tokens end. Each goes on by itself until all planned kills were made.

import { setTimeout as sleep } from "node:timers/promises";
import { failPointEnvironment } from "./fail-points.ts";
import type { Place } from "./fleet/fleet.ts";
import type { Plan, PlannedLife } from "./plan.ts";
import type { RealWorld } from "./real-world.ts";
import { expireTokens } from "./system-faults.ts";

export interface Strikes {
  kills: number;
  dbCrashes: number;
  frozen: number;
  terminated: number;
  linkFaults: number;
}

export interface Attack {
  strikes: Strikes;
  /** Resolves when every planned life is over and a last process runs in every place. */
  over: Promise<void>;
}

const tokensEveryMs = 7_000;

export function attack(world: RealWorld, plan: Plan): Attack {
  const strikes = { kills: 0, dbCrashes: 0, frozen: 0, terminated: 0, linkFaults: 0 };
  const ending = new AbortController();
  const lives = plan.lives.values();
  const nemesis = { world, strikes, signal: ending.signal };
  const places = world.fleet.places.map((place) => fillPlace(nemesis, place, lives));
  const others = [
    crashDatabase(nemesis, plan),
    failLinks(nemesis, plan),
    freezeWorker(nemesis, plan),
    everySoOften(nemesis, tokensEveryMs, () => expireTokens(world.sandbox)),
  ];
  const over = async () => {
    await Promise.all(places);
    ending.abort();
    await Promise.all(others);
  };
  return { strikes, over: over() };
}

interface Nemesis {
  world: RealWorld;
  strikes: Strikes;
  signal: AbortSignal;
}

/** One life after the other; all places share the plan's lives. */
async function fillPlace(
  nemesis: Nemesis,
  place: Place,
  lives: IterableIterator<PlannedLife>,
): Promise<void> {
  for (const planned of lives) {
    while (!(await liveOnce(nemesis, place, planned)));
  }
  await nemesis.world.fleet.begin(place).untilReady();
}

/** False when the process ended before its time, as it may while the database is away. */
async function liveOnce(nemesis: Nemesis, place: Place, planned: PlannedLife): Promise<boolean> {
  const { fleet, history } = nemesis.world;
  const { failPoint } = planned;
  const life = fleet.begin(place, failPoint ? failPointEnvironment(failPoint) : {});
  if (await life.untilReady()) {
    await Promise.race([sleep(planned.lifeMs), life.child.ended]);
    if (life.child.isRunning) {
      history.note("info", planned.end, { place: place.name });
      life.signal(planned.end === "kill" ? "SIGKILL" : "SIGTERM");
    }
  }
  const { signal, byUs } = await fleet.end(life, failPoint !== null);
  if (signal === "SIGKILL") nemesis.strikes.kills += 1;
  else if (byUs) nemesis.strikes.terminated += 1;
  return byUs;
}

/** One worker more than the others, which is stopped and goes on later as if nothing had happened. */
async function freezeWorker({ world, strikes, signal }: Nemesis, plan: Plan): Promise<void> {
  const { fleet, history } = world;
  for (const { awakeMs, frozenMs } of plan.sleeps) {
    if (signal.aborted) return;
    const life = fleet.begin(fleet.sleeper);
    if (await life.untilReady()) {
      await Promise.race([sleep(awakeMs), life.child.ended]);
      history.note("info", "freezes", { pid: life.child.pid, frozenMs });
      life.signal("SIGSTOP");
      strikes.frozen += 1;
      await sleep(frozenMs, undefined, { signal }).catch(() => undefined);
      life.signal("SIGCONT");
      await sleep(awakeMs);
      life.signal("SIGKILL");
    }
    const { byUs } = await fleet.end(life);
    if (byUs) strikes.kills += 1;
  }
}

async function crashDatabase({ world, strikes, signal }: Nemesis, plan: Plan): Promise<void> {
  for (const kills of plan.crashesAfterKills) {
    while (strikes.kills < kills && !signal.aborted) await sleep(50);
    world.history.note("info", "crashes the database");
    await world.database.crash();
    strikes.dbCrashes += 1;
    world.history.note("info", "the database is back");
  }
}

async function failLinks({ world, strikes, signal }: Nemesis, plan: Plan): Promise<void> {
  for (const { pauseMs, link, fault, forMs } of plan.linkFaults) {
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    world.history.note("info", "fails a link", { link, ...fault, forMs });
    strikes.linkFaults += 1;
    world.links[link].setFault(fault);
    await sleep(forMs, undefined, { signal }).catch(() => undefined);
    world.links[link].setFault(null);
  }
}

async function everySoOften(
  { signal }: Nemesis,
  everyMs: number,
  strike: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await strike();
  }
}
