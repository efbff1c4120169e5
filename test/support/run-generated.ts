// Runs one folder of generated tests with more cases than a plain test run has:
// `node test/support/run-generated.ts test/property --runs 10000 --seed 7`.

import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string" }, seed: { type: "string" }, path: { type: "string" } },
});

function wholeNumber(name: "runs" | "seed"): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new Error(`--${name} takes a whole number, not "${text}".`);
}

const generatedRuns = wholeNumber("runs");
const generatedSeed = wholeNumber("seed") ?? randomInt(2 ** 31 - 1);
const anHourMs = 3_600_000;

const vitest = await startVitest("test", positionals, {
  watch: false,
  project: ["system"],
  testTimeout: anHourMs,
  provide: {
    ...(generatedRuns === undefined ? {} : { generatedRuns }),
    generatedSeed,
    ...(values.path === undefined ? {} : { generatedPath: values.path }),
  },
});
await vitest.close();
