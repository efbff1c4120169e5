// A real world without an attack, for proofs about one thing at a time.

import { generateOrders } from "../../../sandbox/scenario/generate-orders.ts";
import { ledgersOf } from "../ledgers.ts";
import { Operator } from "../operator.ts";
import { judgeQuietPlatform } from "../oracle/invariants/quiet-platform.ts";
import { judgeWorld } from "../oracle/judge-world.ts";
import { placeOrders } from "../place-orders.ts";
import { acknowledgements, platformState } from "../platform-state.ts";
import { type RealWorld, type RealWorldOptions, startRealWorld } from "../real-world.ts";

export interface CalmWorld extends RealWorld {
  operator: Operator;
  /** Places further orders, some of which change later. */
  place(seed: number, count: number): Promise<void>;
  /** What the oracle and the platform's own state object to. */
  problems(): Promise<string[]>;
}

/** Starts a world with a process in every place, hands it to `work`, and ends it. */
export async function inCalmWorld<T>(
  options: RealWorldOptions,
  work: (world: CalmWorld) => Promise<T>,
): Promise<T> {
  const world = await startRealWorld({ starts: 1, workers: 1, ...options });
  const meant = new Set<number>();
  try {
    await Promise.all(world.fleet.places.map((place) => world.fleet.begin(place).untilReady()));
    return await work({
      ...world,
      operator: new Operator({ ...world, meant }),
      place: async (seed, count) => {
        const orders = generateOrders({ seed, count, withChanges: true });
        await placeOrders({ sandbox: world.sandbox, orders, progress: () => 1, meant });
        await fetch(`${world.sandbox.kentico.url}/_control/webhooks/idle?timeoutMs=8000`);
      },
      problems: () => problemsOf(world),
    });
  } finally {
    await world.close({ keepFolder: false });
  }
}

async function problemsOf({ sandbox, platform }: RealWorld): Promise<string[]> {
  const { db } = platform.engine;
  const ledgers = await ledgersOf(sandbox);
  const { findings } = judgeWorld({ ...ledgers, ...(await acknowledgements(sandbox, db)) });
  return [...findings, ...judgeQuietPlatform(await platformState(db))].map(
    ({ invariant, of, detail }) => `${invariant} ${of}: ${detail}`,
  );
}
