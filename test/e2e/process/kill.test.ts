// The platform and its database are killed in the middle of their work, as power cuts and the kernel do.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ExpressionBuilder } from "kysely";
import { afterEach, expect, it } from "vitest";
import { generateOrders } from "../../../sandbox/scenario/generate-orders.ts";
import type { Sandbox } from "../../../sandbox/start.ts";
import type { HealthFinding } from "../../../src/monitor/finding.ts";
import { readProcessFacts } from "../../../src/store/process-facts.ts";
import type { Schema } from "../../../src/store/schema.ts";
import {
  differences,
  lostEvents,
  placeOrders,
  unmeantDeadLetters,
  untilMoreInvoices,
  untilQuiet,
} from "./accounts.ts";
import { connectNewSandbox, type Installation, makeInstallation } from "./installation.ts";
import { until } from "./until.ts";

const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface World {
  installation: Installation;
  sandbox: Sandbox;
}

async function connectedWorld(): Promise<World> {
  const installation = await makeInstallation({ LEDGERLINE_LOG: "error" });
  undo.push(installation.close);
  const sandbox = await connectNewSandbox(installation);
  undo.push(sandbox.close);
  return { installation, sandbox };
}

/** The accounts of the end: what was received, what was done, and what `doctor` says of it. */
async function expectNothingLostOrDoubled({ installation, sandbox }: World): Promise<void> {
  const { db, close } = await installation.openDatabase();
  try {
    await untilQuiet(sandbox, db);
    expect(await differences(sandbox)).toEqual([]);
    expect(await lostEvents(sandbox, db)).toEqual([]);
    expect(await unmeantDeadLetters(sandbox, db)).toEqual([]);
  } finally {
    await close();
  }
  const doctor = await installation.run(["doctor", "--json"]);
  const findings = JSON.parse(doctor.stdout) as HealthFinding[];
  const troubles = findings.filter(({ ok, check }) => !ok && check !== "dead letters");
  expect(troubles).toEqual([]);
}

async function postmasterPid({ dataDir }: Installation): Promise<number> {
  const [pid] = (await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n");
  return Number(pid);
}

/** Ends PostgreSQL as the kernel does for lack of memory; resolves when the platform has started it again. */
async function killDatabase(installation: Installation): Promise<void> {
  const before = await postmasterPid(installation);
  process.kill(before, "SIGKILL");
  const isNew = async () => (await postmasterPid(installation).catch(() => before)) !== before;
  await until(isNew, { what: "the database is started again" });
}

it("two hundred orders survive three power cuts and a killed database: nothing is lost, nothing is made twice", async () => {
  const world = await connectedWorld();
  const { installation, sandbox } = world;
  let platform = await installation.start();
  const cutPower = async () => {
    platform.kill("SIGKILL");
    expect((await platform.ended).signal).toBe("SIGKILL");
    platform = await installation.start();
  };
  const orders = generateOrders({ seed: 1, count: 200 });
  const placing: Promise<void>[] = [];
  for (const strike of [cutPower, cutPower, cutPower, () => killDatabase(installation)]) {
    placing.push(placeOrders(sandbox, orders.splice(0, 50)));
    await untilMoreInvoices(sandbox, 20);
    await strike();
  }
  await Promise.all(placing);
  await expectNothingLostOrDoubled(world);
  expect(platform.isRunning).toBe(true);
}, 120_000);

it("told to stop, the platform finishes the work in hand, ends with 0 and goes on at the next start", async () => {
  const world = await connectedWorld();
  const { installation, sandbox } = world;
  const platform = await installation.start();
  const placing = placeOrders(sandbox, generateOrders({ seed: 2, count: 20 }));
  await untilMoreInvoices(sandbox, 5);
  const database = await postmasterPid(installation);
  platform.kill("SIGTERM");
  const { code, stderr } = await platform.ended;
  expect(code).toBe(0);
  expect(stderr).toContain("Stopping (SIGTERM): finishing the work in hand.");
  expect(await readProcessFacts(database)).toBeNull();
  expect(await unfinishedWork(installation)).toEqual([]);

  await installation.start();
  await placing;
  await expectNothingLostOrDoubled(world);
}, 60_000);

/** Runs somebody holds, and writes whose outcome nobody knows. */
async function unfinishedWork(installation: Installation): Promise<unknown[]> {
  const { db, close } = await installation.openDatabase();
  try {
    const held = (eb: ExpressionBuilder<Schema, "run">) =>
      eb.or([eb("status", "=", "running"), eb("claims", ">", 0)]);
    const runs = await db.selectFrom("run").selectAll().where(held).execute();
    const effects = db.selectFrom("effect").selectAll().where("state", "=", "uncertain");
    return [...runs, ...(await effects.execute())];
  } finally {
    await close();
  }
}
