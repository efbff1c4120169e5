// P14: the clock of the platform's machine, or of the database's, is set three hours ahead and back while
// orders come in: nothing is lost, nothing is made twice, and nothing waits for the time to come again.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readInstant } from "../../../src/store/time-step.ts";
import { fakedTime } from "../clock/faked-time.ts";
import { type CalmWorld, inCalmWorld } from "./calm-world.ts";
import type { Proof, ProofOptions, ProofOutcome } from "./proof.ts";

const threeHours = 3 * 3_600;
/** Ahead, back again, back, and ahead again; in seconds off. */
const shifts = [threeHours, 0, -threeHours, 0];
const quietWithinMs = 75_000;
const preload = new URL("../clock/shifted-clock.ts", import.meta.url).href;

export const platformClockSteps: Proof = {
  name: "platform-clock-steps",
  run: (options) =>
    inFolder(async (folder) => {
      const file = join(folder, "shift");
      const setShift = (seconds: number) => writeFile(file, String(seconds * 1_000));
      await setShift(0);
      const env = { NODE_OPTIONS: `--import ${preload}`, LEDGERLINE_CLOCK_FILE: file };
      const world = { seed: options.seed, starts: 1, workers: 1, env };
      return inCalmWorld(world, (calm) => underSteps(calm, options, setShift));
    }),
};

export const databaseClockSteps: Proof = {
  name: "database-clock-steps",
  run: (options) =>
    inFolder(async (folder) => {
      const time = await fakedTime(folder);
      if (time === null) {
        options.note("NOT PROVED: libfaketime is not on this machine (Debian: libfaketime).");
        return { figures: { proved: "no, libfaketime is missing" }, problems: [] };
      }
      const world = { seed: options.seed, starts: 1, workers: 1, database: { wrap: time.wrap } };
      return inCalmWorld(world, (calm) =>
        underSteps(calm, options, async (seconds) => {
          await time.setShift(seconds);
          await assertShifted(calm, seconds);
        }),
      );
    }),
};

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "ledgerline-clock-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A library that was not loaded would prove nothing. */
async function assertShifted({ platform }: CalmWorld, seconds: number): Promise<void> {
  const offMs = (await readInstant(platform.engine.db)).getTime() - Date.now() - seconds * 1_000;
  if (Math.abs(offMs) > 5_000) throw new Error(`The database's clock is ${offMs} ms off the plan.`);
}

/** Some orders are under way at each step, and as many come after it; all must be done without help. */
async function underSteps(
  world: CalmWorld,
  { seed, orders }: ProofOptions,
  setShift: (seconds: number) => Promise<void>,
): Promise<ProofOutcome> {
  const perStep = Math.ceil(orders / shifts.length / 2);
  const figures: Record<string, number> = { orders: perStep * 2 * shifts.length };
  const problems: string[] = [];
  for (const [index, shift] of shifts.entries()) {
    await world.place(seed + index, perStep);
    await setShift(shift);
    await world.place(seed + index + 100, perStep);
    const startedMs = performance.now();
    // A webhook that the shop stamped with a time three hours off is refused; polling is the backstop.
    const open = await world.operator.untilDone(quietWithinMs);
    figures[`seconds after step ${index + 1}`] = Math.round(
      (performance.now() - startedMs) / 1_000,
    );
    if (Object.keys(open.runs).length > 0) problems.push(`stuck: ${JSON.stringify(open.runs)}`);
  }
  await world.operator.untilQuiet(quietWithinMs);
  return { figures, problems: [...problems, ...(await world.problems())] };
}
