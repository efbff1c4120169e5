// P13: while the disk of the embedded database is full, webhooks are answered with 503, nothing is
// accepted that is not on disk, and work goes on by itself as soon as there is space again.

import { setTimeout as sleep } from "node:timers/promises";
import { driveScenario } from "../../../sandbox/scenario/drive.ts";
import { generateOrders } from "../../../sandbox/scenario/generate-orders.ts";
import type { Sandbox } from "../../../sandbox/start.ts";
import { readConfig } from "../../../src/config.ts";
import { openPlatform } from "../../../src/platform.ts";
import { type HookAnswer, orderCreated, shopSender } from "../../e2e/delivery/hook-sender.ts";
import {
  differences,
  lostEvents,
  unmeantDeadLetters,
  untilQuiet,
} from "../../e2e/process/accounts.ts";
import {
  connectNewSandbox,
  type Installation,
  makeInstallation,
} from "../../e2e/process/installation.ts";
import { until } from "../../e2e/process/until.ts";
import type { Proof, ProofOptions, ProofOutcome } from "./proof.ts";
import { makeSmallDisk, type SmallDisk } from "./small-disk.ts";

const megabytes = 256;
const fullForMs = 10_000;
const recoversWithinMs = 10_000;

export const fullDisk: Proof = {
  name: "full-disk",
  async run(options) {
    const disk = await makeSmallDisk(megabytes);
    if (disk === null) {
      options.note("NOT PROVED: only root may mount a small disk. Run this proof as root.");
      return { figures: { proved: "no, for root only" }, problems: [] };
    }
    const installation = await makeInstallation({ LEDGERLINE_LOG: "error" }, disk.folder);
    const sandbox = await connectNewSandbox(installation);
    try {
      return await prove({ disk, installation, sandbox, options });
    } finally {
      await disk.free();
      await installation.close();
      await sandbox.close();
      await disk.remove();
    }
  },
};

interface Scene {
  disk: SmallDisk;
  installation: Installation;
  sandbox: Sandbox;
  options: ProofOptions;
}

/** Sends a webhook of that id about an order; null when no answer comes. */
type Probe = (id: string, orderId: number) => Promise<HookAnswer | null>;

async function prove({ disk, installation, sandbox, options }: Scene): Promise<ProofOutcome> {
  const send = await makeProbe(installation);
  const platform = await installation.start();
  const orders = generateOrders({ seed: options.seed, count: options.orders });
  const half = Math.ceil(orders.length / 2);
  const place = (some: typeof orders) =>
    driveScenario({ kenticoUrl: sandbox.kentico.url, orders: some, concurrency: 4 });
  const [first] = await place(orders.slice(0, half));
  const probe = (id: string) => send(id, first?.id ?? 0);
  await disk.fill();
  await place(orders.slice(half));
  const answers = await askWhileFull(probe, disk);
  await disk.free();
  const recoveredMs = await untilAccepted(probe);
  const problems = await compare(installation, sandbox, answers);
  if (recoveredMs > recoversWithinMs) problems.push(`it took ${recoveredMs} ms to go on`);
  if (!platform.isRunning) problems.push("the platform ended");
  const count = (status: number) => answers.filter((each) => each.answer.status === status).length;
  return {
    figures: { orders: orders.length, refused: count(503), accepted: count(202), recoveredMs },
    problems,
  };
}

/** Sends webhooks as the shop would. */
async function makeProbe(installation: Installation): Promise<Probe> {
  const config = { ...readConfig(installation.env, "/"), logLevel: "silent" as const };
  const platform = await openPlatform({ config, mode: "own" });
  try {
    const send = await shopSender({ ...platform, publicUrl: installation.url });
    return (id, orderId) => send({ id, body: orderCreated(orderId) }).catch(() => null);
  } finally {
    await platform.close();
  }
}

interface Asked {
  id: string;
  answer: HookAnswer;
}

type Ask = (id: string) => Promise<HookAnswer | null>;

async function askWhileFull(probe: Ask, disk: SmallDisk): Promise<Asked[]> {
  const asked: Asked[] = [];
  const untilMs = performance.now() + fullForMs;
  for (let count = 1; performance.now() < untilMs; count += 1) {
    const id = `while-full-${count}`;
    const answer = await probe(id);
    if (answer) asked.push({ id, answer });
    // What the database gives back must not let it go on.
    await disk.fill();
    await sleep(50);
  }
  return asked;
}

async function untilAccepted(probe: Ask): Promise<number> {
  const startedMs = performance.now();
  let count = 0;
  const isAccepted = async () => {
    count += 1;
    return (await probe(`after-full-${count}`))?.status === 202;
  };
  await until(isAccepted, { what: "a webhook is accepted again", deadlineMs: 60_000 });
  return Math.round(performance.now() - startedMs);
}

async function compare(
  installation: Installation,
  sandbox: Sandbox,
  answers: readonly Asked[],
): Promise<string[]> {
  const { db, close } = await installation.openDatabase();
  try {
    await untilQuiet(sandbox, db);
    const stored = await db.selectFrom("event").select("dedupe_key").execute();
    const keys = new Set(stored.map((row) => row.dedupe_key));
    return [
      ...(await differences(sandbox)),
      ...(await lostEvents(sandbox, db)).map((id) => `webhook ${id} was accepted and is lost`),
      ...(await unmeantDeadLetters(sandbox, db)),
      ...judgeAnswers(answers, keys),
    ];
  } finally {
    await close();
  }
}

/** An old page may have had room for one event more: what is accepted is on disk, or must be refused. */
function judgeAnswers(answers: readonly Asked[], keys: ReadonlySet<string | null>): string[] {
  const isRefused = ({ answer }: Asked) => answer.status === 503 && answer.retryAfter !== null;
  const isStored = ({ id, answer }: Asked) => answer.status === 202 && keys.has(id);
  const wrong = answers.filter((asked) => !isRefused(asked) && !isStored(asked));
  return [
    ...wrong.map(({ id, answer }) => `${id} was answered with ${JSON.stringify(answer)}`),
    ...(answers.some(isRefused) ? [] : ["nothing was refused: the disk was not full"]),
  ];
}
