// What the nemeses will do in a run, drawn from its seed before anything starts: the same seed gives
// the same plan. How it meets the platform's own timing differs from run to run.

import { type SeededRandom, seededRandom } from "../../sandbox/kit/seeded-random.ts";
import { failPoints } from "./fail-points.ts";
import type { LinkFault } from "./network/link-fault.ts";

/** How one process lives, from when it is ready, and how it ends. */
export interface PlannedLife {
  /** Kills itself at the `pass`-th time it comes by. */
  failPoint: { name: string; pass: number } | null;
  /** Killed, or told to stop, so long after it was ready. */
  lifeMs: number;
  end: "kill" | "terminate";
}

/** A worker that is stopped in the middle of its work; beyond 30 s, others take its work over. */
export interface PlannedSleep {
  awakeMs: number;
  frozenMs: number;
}

export const links = ["shop", "books", "database", "hooks"] as const;
export type LinkName = (typeof links)[number];

export interface PlannedLinkFault {
  pauseMs: number;
  link: LinkName;
  fault: LinkFault;
  forMs: number;
}

export interface Plan {
  lives: PlannedLife[];
  sleeps: PlannedSleep[];
  linkFaults: PlannedLinkFault[];
  /** Database crashes, each after so many kills. */
  crashesAfterKills: number[];
}

export interface PlanSize {
  seed: number;
  kills: number;
  dbCrashes: number;
}

const terminateEvery = 25;
const atFailPoints = 0.4;
const longLives = 0.015;
/** More than any run has time for. */
const linkFaultsMax = 1_000;
const sleepsMax = 200;

export function drawPlan({ seed, kills, dbCrashes }: PlanSize): Plan {
  const random = seededRandom(seed);
  const lives: PlannedLife[] = [];
  for (let killed = 0; killed < kills; ) {
    const life = drawLife(random, lives.length + 1);
    lives.push(life);
    if (life.end === "kill") killed += 1;
  }
  const crashesAfterKills = Array.from({ length: dbCrashes }, (_, index) =>
    Math.floor(((index + random.float()) * kills) / dbCrashes),
  );
  const linkFaults = Array.from({ length: linkFaultsMax }, () => drawLinkFault(random));
  const sleeps = Array.from({ length: sleepsMax }, () => drawSleep(random));
  return { lives, sleeps, linkFaults, crashesAfterKills };
}

function drawLife(random: SeededRandom, turn: number): PlannedLife {
  const isTerminated = turn % terminateEvery === 0;
  const isAtFailPoint = !isTerminated && random.float() < atFailPoints;
  const { name } = random.pick(failPoints);
  return {
    failPoint: isAtFailPoint ? { name, pass: 1 + random.int(12) } : null,
    lifeMs: drawLifeMs(random),
    end: isTerminated ? "terminate" : "kill",
  };
}

/** Mostly short, so that kills are many; some long enough for heartbeats and polls. */
function drawLifeMs(random: SeededRandom): number {
  return random.float() < longLives ? 11_000 + random.int(2_000) : 50 + random.int(650);
}

/** A third sleeps through its lease. */
function drawSleep(random: SeededRandom): PlannedSleep {
  const sleepsThrough = random.float() < 0.33;
  const frozenMs = sleepsThrough ? 31_000 + random.int(9_000) : 1_000 + random.int(9_000);
  return { awakeMs: 200 + random.int(1_500), frozenMs };
}

function drawLinkFault(random: SeededRandom): PlannedLinkFault {
  return {
    pauseMs: 500 + random.int(4_000),
    link: random.pick(links),
    fault: random.pick(drawnFaults)(random),
    forMs: 300 + random.int(2_000),
  };
}

/** Late arrival stays far below the settle time of the connections, or nothing could be certain. */
const drawnFaults: readonly ((random: SeededRandom) => LinkFault)[] = [
  (random) => ({ kind: "latency", ms: random.int(300), jitterMs: random.int(200) }),
  () => ({ kind: "down" }),
  (random) => ({ kind: "bandwidth", bytesPerSecond: 20_000 + random.int(100_000) }),
  (random) => ({ kind: "slow-close", ms: random.int(500) }),
  () => ({ kind: "black-hole" }),
  (random) => ({ kind: "reset", ms: random.int(200) }),
  (random) => ({ kind: "slicer", bytes: 1 + random.int(200), pauseMs: random.int(3) }),
  (random) => ({ kind: "cut", bytes: random.int(3_000) }),
];
