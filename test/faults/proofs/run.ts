// `npm run proofs`: the proofs that need real processes, one after the other or those that are named.

import { parseArgs } from "node:util";
import { databaseClockSteps, platformClockSteps } from "./clock-steps.ts";
import { fullDisk } from "./full-disk.ts";
import type { Proof } from "./proof.ts";
import { replayedHistory } from "./replayed-history.ts";
import { shuffledWebhooks } from "./shuffled-webhooks.ts";

const proofs: readonly Proof[] = [
  replayedHistory,
  shuffledWebhooks,
  fullDisk,
  platformClockSteps,
  databaseClockSteps,
];

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** True when nothing was found. */
async function prove(proof: Proof, options: { seed: number; orders: number }): Promise<boolean> {
  const startedMs = performance.now();
  const { figures, problems } = await proof.run({ ...options, note });
  const seconds = Number(((performance.now() - startedMs) / 1_000).toFixed(1));
  for (const problem of problems.slice(0, 30)) note(`${proof.name}: ${problem}`);
  const outcome = { proof: proof.name, ...figures, problems: problems.length, seconds };
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
  return problems.length === 0;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    orders: { type: "string", default: "80" },
  },
});
const unknown = positionals.filter((name) => !proofs.some((proof) => proof.name === name));
if (unknown.length > 0) {
  throw new Error(`Proofs are ${proofs.map(({ name }) => name).join(", ")}; not ${unknown}.`);
}
const options = { seed: Number(values.seed), orders: Number(values.orders) };
for (const proof of proofs) {
  if (positionals.length > 0 && !positionals.includes(proof.name)) continue;
  if (!(await prove(proof, options))) process.exitCode = 1;
}
