// Starting the platform: how long it takes, who may have the data folder, and several processes at once.

import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { generateOrders } from "../../../sandbox/scenario/generate-orders.ts";
import { openPool } from "../../../src/store/database.ts";
import { callControl } from "../../support/control.ts";
import { databaseUrl } from "../../support/global-setup.ts";
import { shopOf } from "../../support/shop.ts";
import { differences, placeOrders, untilMoreInvoices, untilQuiet } from "./accounts.ts";
import { connectNewSandbox, type Installation, makeInstallation } from "./installation.ts";
import type { LedgerlineProcess } from "./ledgerline-process.ts";
import { until } from "./until.ts";

const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function newInstallation(extra: Record<string, string> = {}) {
  const installation = await makeInstallation({ LEDGERLINE_LOG: "error", ...extra });
  undo.push(installation.close);
  return installation;
}

/** An empty database on the PostgreSQL of the test run. */
async function emptyDatabase(name: string): Promise<string> {
  const server = openPool({ connectionString: inject("testServer"), poolSize: 1 });
  await server.query(`create database ${name}`);
  undo.push(async () => {
    await server.query(`drop database ${name} with (force)`);
    await server.end();
  });
  return databaseUrl(inject("testServer"), name);
}

describe("on one data folder, one start after the other", () => {
  let installation: Installation;
  let platform: LedgerlineProcess;

  beforeAll(async () => {
    installation = await makeInstallation({ LEDGERLINE_LOG: "error" });
    platform = await installation.start();
  }, 30_000);

  afterAll(() => installation.close());

  async function startMeasured(): Promise<number> {
    const startedMs = performance.now();
    platform = await installation.start();
    return performance.now() - startedMs;
  }

  it("the second start takes less than five seconds until work can be taken", async () => {
    platform.kill("SIGTERM");
    expect((await platform.ended).code).toBe(0);
    expect(await startMeasured()).toBeLessThan(5_000);
  });

  it("a second platform is refused, and told which process has the folder", async () => {
    const { code, stdout, stderr } = await installation.run(["start"]);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toBe(
      `DATA_FOLDER_IN_USE: The data folder ${installation.dataDir} is in use by process ${platform.pid}.\n` +
        "  Stop the other process, or choose another folder with LEDGERLINE_DATA.\n",
    );
    expect(platform.isRunning).toBe(true);
  });

  it("after a power cut it starts by itself, with nothing to clean up", async () => {
    platform.kill("SIGKILL");
    await platform.ended;
    expect(await startMeasured()).toBeLessThan(10_000);
  });

  it("a platform whose port is taken says which variables to change", async () => {
    const other = await newInstallation();
    const port = installation.env["LEDGERLINE_PORT"] ?? "";
    const { code, stderr } = await other.run(["start"], { LEDGERLINE_PORT: port });
    expect(code).toBe(1);
    expect(stderr).toBe(
      `CONFIGURATION_INVALID: Another program already listens on 127.0.0.1:${port}.\n` +
        "  Choose another address with LEDGERLINE_PORT and LEDGERLINE_HOST.\n",
    );
  });

  it("told to stop, it waits for no client that only keeps its connection open", async () => {
    const { hostname, port } = new URL(installation.url);
    const client = connect(Number(port), hostname);
    client.on("error", () => undefined);
    await once(client, "connect");
    const startedMs = performance.now();
    platform.kill("SIGTERM");
    expect(await platform.ended).toMatchObject({ code: 0, signal: null });
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    client.destroy();
  });
});

it("on an own PostgreSQL a platform and a worker share the work, and the worker goes on alone", async () => {
  const installation = await newInstallation({
    DATABASE_URL: await emptyDatabase("two_processes"),
    LEDGERLINE_KEY: Buffer.alloc(32, 5).toString("base64"),
    LEDGERLINE_CONCURRENCY: "4",
  });
  const sandbox = await connectNewSandbox(installation);
  undo.push(sandbox.close);
  // Slow books, so that there is work left for the worker alone.
  await callControl(sandbox.freshbooks, "faults", { kind: "slow", every: 1, delayMs: 100 });
  const platform = await installation.start();
  const elsewhere = await mkdtemp(join(tmpdir(), "ledgerline-worker-"));
  undo.push(() => rm(elsewhere, { recursive: true }));
  const worker = installation.spawn(["worker"], { LEDGERLINE_DATA: elsewhere });
  await until(() => worker.output().stderr.includes("The worker is ready."), {
    what: "the worker is ready",
  });

  // All orders are received before the first of them is worked on.
  await installation.run(["connections", "pause", "sandbox-books"]);
  await placeOrders(sandbox, generateOrders({ seed: 3, count: 30 }));
  await shopOf({ sandbox }).untilAnnounced();
  const more = untilMoreInvoices(sandbox, 3);
  await installation.run(["connections", "resume", "sandbox-books"]);
  await more;
  platform.kill("SIGTERM");
  expect(await platform.ended).toMatchObject({ code: 0, signal: null });
  const { db, close } = await installation.openDatabase();
  const left = await db.selectFrom("run").select("id").where("status", "=", "queued").execute();
  expect(left.length).toBeGreaterThan(0);
  await untilQuiet(sandbox, db);
  await close();
  expect(await differences(sandbox)).toEqual([]);
  worker.kill("SIGTERM");
  expect(await worker.ended).toMatchObject({ code: 0, signal: null });
}, 120_000);
