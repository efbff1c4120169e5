// Swarm testing: each world meets a random subset of the faults, each at a random strength, so that rare
// combinations come up and no fault hides another.

import type { Fault } from "../../../sandbox/kit/fault.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { type DatabaseFaults, quietDatabase } from "./memory/database.ts";
import type { NetworkFaults } from "./network.ts";

export interface Swarm {
  processes: number;
  /** Time over which the orders are placed. */
  placingMs: number;
  /** Mean time between two crashes at any moment; 0 for none. */
  crashEveryMs: number;
  /** Mean time between two graceful restarts; 0 for none. */
  restartEveryMs: number;
  /** Mean time between two stops of a process, which lasts up to `pauseMaxMs`; 0 for none. */
  pauseEveryMs: number;
  pauseMaxMs: number;
  network: NetworkFaults;
  database: DatabaseFaults;
  /** How much later than by its id a new record is listed by the books. */
  listLagMs: number;
  tokenLifetimeSeconds: number;
  /** Armed in the simulated shop and in the simulated books. */
  webhooks: readonly Fault[];
}

export const quietNetwork: NetworkFaults = {
  refused: 0,
  lost: 0,
  answerLost: 0,
  late: 0,
  lateMaxMs: 0,
  twice: 0,
  truncated: 0,
  errorAfter: 0,
  unavailable: 0,
  throttled: 0,
  foreignPage: 0,
  crash: 0,
  latencyMaxMs: 30,
};

export const quiet: Swarm = {
  processes: 2,
  placingMs: 2_000,
  crashEveryMs: 0,
  restartEveryMs: 0,
  pauseEveryMs: 0,
  pauseMaxMs: 0,
  network: quietNetwork,
  database: quietDatabase,
  listLagMs: 0,
  tokenLifetimeSeconds: 43_200,
  webhooks: [],
};

/** Of each fault: in how many of the worlds it occurs. */
const share = 0.4;

/** Bounds of what is promised: a request is executed and shows within the settle time (reliability 2.3). */
export const settle = {
  timeoutMs: 10_000,
  lateMaxMs: 30_000,
  listLagMaxMs: 10_000,
  settleMs: 60_000,
};

export function drawSwarm(seed: number): Swarm {
  const chance = chanceOf(seed, "swarm");
  const upTo = (most: number) => (chance.happens(share) ? chance.float() * most : 0);
  const every = (leastMs: number, mostMs: number) =>
    chance.happens(share) ? leastMs + chance.int(mostMs - leastMs) : 0;
  return {
    processes: 2 + chance.int(2),
    placingMs: 20_000 + chance.int(60_000),
    crashEveryMs: every(10_000, 60_000),
    restartEveryMs: every(20_000, 90_000),
    pauseEveryMs: every(10_000, 60_000),
    pauseMaxMs: 90_000,
    network: {
      refused: upTo(0.02),
      lost: upTo(0.02),
      answerLost: upTo(0.03),
      late: upTo(0.02),
      lateMaxMs: settle.lateMaxMs,
      twice: 0,
      truncated: upTo(0.02),
      errorAfter: upTo(0.02),
      unavailable: upTo(0.02),
      throttled: upTo(0.02),
      foreignPage: upTo(0.01),
      crash: upTo(0.001),
      latencyMaxMs: 10 + chance.int(200),
    },
    database: {
      lost: upTo(0.002),
      lostAfterCommit: upTo(0.002),
      crash: upTo(0.002),
      latencyMaxMs: 5 + chance.int(40),
    },
    listLagMs: Math.round(upTo(settle.listLagMaxMs)),
    tokenLifetimeSeconds: chance.happens(share) ? 60 : 43_200,
    webhooks: drawWebhooks(chance),
  };
}

function drawWebhooks(chance: Chance): Fault[] {
  const maybe = (fault: Fault): Fault[] =>
    chance.happens(share) ? [{ ...fault, probability: 0.02 + chance.float() * 0.2 }] : [];
  return [
    ...maybe({ kind: "webhook-duplicate", times: 2 + chance.int(3) }),
    ...maybe({ kind: "webhook-out-of-order", delayMs: 500 }),
    ...maybe({ kind: "webhook-delay", delayMs: 1_000 + chance.int(60_000) }),
    ...maybe({ kind: "webhook-lost" }),
    ...maybe({ kind: "webhook-refused", times: 1 + chance.int(2) }),
  ];
}
