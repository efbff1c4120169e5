// `npm run faults`: real processes, a real database and failing links, judged by the oracle.
// Ends with 0 only if nothing was lost, doubled or wrong, and all that was asked for was really done.

import { setTimeout as sleep } from "node:timers/promises";
import { generateOrders } from "../../sandbox/scenario/generate-orders.ts";
import { warmUp } from "./fleet/warm-up.ts";
import { ledgersOf } from "./ledgers.ts";
import { attack, type Strikes } from "./nemeses.ts";
import { type OpenWork, Operator } from "./operator.ts";
import { type FaultsOptions, readOptions } from "./options.ts";
import { judgeExits } from "./oracle/invariants/process-exits.ts";
import { judgeQuietPlatform } from "./oracle/invariants/quiet-platform.ts";
import { judgeWorld, verdictOf, type WorldVerdict } from "./oracle/judge-world.ts";
import { placeOrders } from "./place-orders.ts";
import { drawPlan } from "./plan.ts";
import { acknowledgements, platformState } from "./platform-state.ts";
import { type RealWorld, startRealWorld } from "./real-world.ts";
import { armSystemFaults, disarmSystemFaults } from "./system-faults.ts";

const quietWithinMs = 120_000;

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(options: FaultsOptions): Promise<void> {
  const startedMs = performance.now();
  note(
    `Seed ${options.seed}: ${options.orders} orders, ${options.kills} kills, ${options.dbCrashes} database crashes.`,
  );
  const world = await startRealWorld(options);
  let isClean = false;
  // Nothing may be left running, also when the run is given up from outside.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void world.close({ keepFolder: true }).then(() => process.exit(1)));
  }
  try {
    const meant = new Set<number>();
    const operator = new Operator({ ...world, meant });
    await warmUp(world.fleet);
    const strikes = await underAttack(world, { options, operator, meant });
    const left = await calmDown(world, operator);
    const verdict = await judge(world);
    const seconds = Number(((performance.now() - startedMs) / 1_000).toFixed(1));
    isClean = report({ world, options, strikes, verdict, left, seconds });
  } finally {
    await world.close({ keepFolder: !isClean });
  }
  if (!isClean) process.exitCode = 1;
}

interface Under {
  options: FaultsOptions;
  operator: Operator;
  meant: Set<number>;
}

async function underAttack(
  world: RealWorld,
  { options, operator, meant }: Under,
): Promise<Strikes> {
  const orders = generateOrders({ seed: options.seed, count: options.orders, withChanges: true });
  await armSystemFaults(world.sandbox);
  const { strikes, over } = attack(world, drawPlan(options));
  const progress = () => (options.kills === 0 ? 1 : strikes.kills / options.kills);
  const watching = new AbortController();
  const watch = watchOver({ operator, strikes, signal: watching.signal });
  await Promise.all([over, placeOrders({ sandbox: world.sandbox, orders, progress, meant })]);
  watching.abort();
  await watch;
  return strikes;
}

/** Somebody looks after lost consents now and then, also while the database comes and goes. */
async function watchOver(input: {
  operator: Operator;
  strikes: Strikes;
  signal: AbortSignal;
}): Promise<void> {
  for (let turn = 1; !input.signal.aborted; turn += 1) {
    await sleep(2_000, undefined, { signal: input.signal }).catch(() => undefined);
    await input.operator.consentAgain().catch(() => undefined);
    if (turn % 5 === 0) note(JSON.stringify(input.strikes));
  }
}

async function calmDown(world: RealWorld, operator: Operator): Promise<OpenWork> {
  await disarmSystemFaults(world.sandbox);
  for (const link of Object.values(world.links)) link.setFault(null);
  note("All strikes were made; waiting until everything is done.");
  const left = await operator.untilQuiet(quietWithinMs);
  await world.fleet.stop();
  return left;
}

async function judge(world: RealWorld): Promise<WorldVerdict> {
  const { db } = world.platform.engine;
  const ledgers = await ledgersOf(world.sandbox);
  const acknowledged = await acknowledgements(world.sandbox, db);
  const { findings } = judgeWorld({ ...ledgers, ...acknowledged });
  return verdictOf([
    ...findings,
    ...judgeQuietPlatform(await platformState(db)),
    ...judgeExits(world.fleet.exits),
  ]);
}

interface Outcome {
  world: RealWorld;
  options: FaultsOptions;
  strikes: Strikes;
  verdict: WorldVerdict;
  left: OpenWork;
  seconds: number;
}

/** Prints the outcome; true when all counts are 0 and all that was asked for was done. */
function report({ world, options, strikes, verdict, left, seconds }: Outcome): boolean {
  const { findings, ...counts } = verdict;
  for (const { invariant, of, detail } of findings.slice(0, 50))
    note(`${invariant} ${of}: ${detail}`);
  for (const finding of findings) world.history.note("fail", "finding", { ...finding });
  const isDone = strikes.kills >= options.kills && strikes.dbCrashes >= options.dbCrashes;
  const isClean = findings.length === 0 && isDone;
  if (!isClean) {
    note(`Seed ${options.seed} is not clean. Left: ${JSON.stringify(left)}`);
    note(`History: ${world.history.path}; again with --seed ${options.seed}`);
  }
  note(`Strikes: ${JSON.stringify(strikes)}`);
  const { kills, dbCrashes } = strikes;
  const outcome = { orders: options.orders, kills, dbCrashes, ...counts, seconds };
  const line = options.json
    ? JSON.stringify(outcome)
    : Object.entries(outcome)
        .map((pair) => pair.join(" "))
        .join(", ");
  process.stdout.write(`${line}\n`);
  return isClean;
}

await main(readOptions(process.argv.slice(2)));
