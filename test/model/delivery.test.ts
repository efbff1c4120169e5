// Any sequence of deeds leaves in the books what the reference model says: one invoice for each live order, of
// its total, paid once, and a dead letter where a person must decide. A failure prints the shortest sequence
// found, with the seed that repeats it.

import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { generatedParameters } from "../support/generated.ts";
import { compare, type Real } from "./command.ts";
import { commands, release } from "./commands.ts";
import { type CrashingWorld, createCrashingWorld } from "./crashing-world.ts";
import { emptyModel, type Model } from "./reference-model.ts";

type Sequence = Iterable<fc.AsyncCommand<Model, Real>>;

let world: CrashingWorld | undefined;
afterAll(() => world?.close());

/** A world serves many sequences, each with orders of its own, until one of them fails. */
async function runSequence(sequence: Sequence): Promise<void> {
  world ??= await createCrashingWorld();
  const model = emptyModel();
  const real: Real = { world, orders: [] };
  try {
    await fc.asyncModelRun(() => ({ model, real }), sequence);
    await release(model, real);
    await compare(model, real);
    expect(world.errors.filter((line) => !isOfRevokedToken(line))).toEqual([]);
    await forgetFaults(world);
  } catch (thrown) {
    await world.close();
    world = undefined;
    throw thrown;
  }
}

/** A poll meets the revoked token before work does. */
const isOfRevokedToken = (line: string) => line.startsWith("NOT_AUTHENTICATED");

async function forgetFaults({ sandbox }: CrashingWorld): Promise<void> {
  const systems = [sandbox.kentico, sandbox.freshbooks];
  await Promise.all(
    systems.map(({ url }) => fetch(`${url}/_control/faults`, { method: "DELETE" })),
  );
}

/** Also for a slow machine, and for as many sequences as a command may ask for. */
const secondsPerSequence = 10;
const usualRuns = 15;

it(
  "the books hold what the reference model says, whatever happens in whatever order",
  async () => {
    const sequences = fc.commands(commands, { maxCommands: 12 });
    await fc.assert(
      fc.asyncProperty(sequences, runSequence),
      // The same sequences in every plain run; the command draws others.
      { seed: 1, ...(generatedParameters(usualRuns) as fc.Parameters<[Sequence]>) },
    );
  },
  (generatedParameters(usualRuns).numRuns ?? usualRuns) * secondsPerSequence * 1_000,
);
