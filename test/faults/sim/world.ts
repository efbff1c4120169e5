// One simulated world: the real engine in several processes, the simulated shop and books, one database in
// memory, and everything that goes wrong between them, all drawn from one seed.

import { connectSandbox } from "../../../src/cli/demo/connect-sandbox.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { chanceOf, seedOf } from "./chance.ts";
import { History } from "./history.ts";
import { fetchWithin } from "./in-process.ts";
import { quietDatabase } from "./memory/database.ts";
import { emptyDatabase } from "./memory/fresh.ts";
import type { Session } from "./memory/session.ts";
import { Platform } from "./platform.ts";
import { nextDueMs, unfinished } from "./rest.ts";
import { addresses, type Simulators, startSimulators } from "./simulators.ts";
import { quietNetwork, type Swarm, settle } from "./swarm.ts";
import { VirtualTime } from "./virtual-time.ts";

export interface SimWorldOptions {
  seed: number;
  session: Session;
  swarm: Swarm;
  /** Keeps the lines of the history, not only its hash. */
  keepsHistory?: boolean;
  /** Limits of both connections that differ from those of simulated worlds. */
  limits?: JsonObject;
  /** Parameters of the flow that differ from its defaults. */
  params?: JsonObject;
}

export interface SimWorld {
  time: VirtualTime;
  history: History;
  platform: Platform;
  simulators: Simulators;
  /** Whether the faults of the swarm happen; not while the world is set up. */
  setFaulty(isFaulty: boolean): Promise<void>;
  /** Lets time pass until the script has ended; rejects when it does. */
  play<T>(script: () => Promise<T>): Promise<T>;
  wait(durationMs: number): Promise<void>;
  /** Waits until nothing goes on by itself any more. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

/** A Monday morning, well before any change of the clocks. */
const startMs = Date.parse("2026-03-02T08:00:00Z");
const restCheckMs = 500;

export async function createSimWorld(options: SimWorldOptions): Promise<SimWorld> {
  const { seed, swarm, session } = options;
  const time = new VirtualTime(startMs);
  session.time = time;
  emptyDatabase(session);
  const history = new History(time, options.keepsHistory ?? false);
  let isFaulty = false;
  const simulators: Simulators = await startSimulators({
    seed: seedOf(seed, "simulators"),
    time,
    chance: chanceOf(seed, "webhooks"),
    history,
    swarm,
    receive: (request) => platform.receive(request),
  });
  const platform = new Platform({
    seed,
    time,
    session,
    history,
    processes: swarm.processes,
    databaseFaults: () => (isFaulty ? swarm.database : quietDatabase),
    network: {
      time,
      history,
      chance: chanceOf(seed, "network"),
      systems: simulators.systems,
      faults: () => (isFaulty ? swarm.network : quietNetwork),
    },
  });
  const wait = (durationMs: number) =>
    new Promise<void>((resolve) => void time.after(durationMs, resolve));
  const world: SimWorld = {
    time,
    history,
    platform,
    simulators,
    wait,
    setFaulty: async (faulty) => {
      isFaulty = faulty;
      await armWebhooks(simulators, faulty ? swarm : { ...swarm, webhooks: [] });
    },
    play: (script) => play(time, script),
    rest: async () => {
      while (!isAtRest(world, session)) await wait(restCheckMs);
    },
    close: async () => {
      platform.end();
      await simulators.sandbox.close();
    },
  };
  await world.play(() => connect(world, options));
  skipIdleTime(world, session);
  return world;
}

async function play<T>(time: VirtualTime, script: () => Promise<T>): Promise<T> {
  let isOver = false;
  const played = script().finally(() => {
    isOver = true;
  });
  // Whichever fails first is what went wrong.
  const [result] = await Promise.all([played, time.pass(() => isOver)]);
  return result;
}

async function connect({ platform, simulators }: SimWorld, options: SimWorldOptions) {
  await platform.start();
  await connectSandbox({
    setup: platform.anyRunning.setup,
    sandbox: simulators.sandbox,
    publicUrl: addresses.platform,
    params: options.params ?? {},
    limits: { timeoutMs: settle.timeoutMs, settleMs: settle.settleMs, ...options.limits },
    fetch: fetchWithin(simulators.sandbox.freshbooks.app),
  });
}

async function armWebhooks({ shop, books }: Simulators, { webhooks }: Swarm): Promise<void> {
  await Promise.all(webhooks.flatMap((fault) => [shop("faults", fault), books("faults", fault)]));
}

function isAtRest({ platform, simulators }: SimWorld, session: Session): boolean {
  return platform.isWhole && simulators.pending() === 0 && unfinished(session) === 0;
}

/** While all processes only wait for something that is far away, they sleep instead of polling. */
function skipIdleTime(world: SimWorld, session: Session): void {
  const { time, platform } = world;
  const isIdle = () => platform.running.every(({ engine }) => engine.worker.active === 0);
  const look = () => {
    if (!platform.isResting && isIdle()) {
      const idleMs = (nextDueMs(session) ?? 0) - time.nowMs;
      if (idleMs > restCheckMs) platform.rest(idleMs);
    }
    time.after(restCheckMs, look);
  };
  time.after(restCheckMs, look);
}
