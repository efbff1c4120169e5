// The accounts of delivery, read all the time while orders pour in and workers are killed.

import { afterEach, expect, it } from "vitest";
import { generateOrders } from "../../../sandbox/scenario/generate-orders.ts";
import { type Accounts, readAccounts } from "../../../src/store/accounts.ts";
import type { Db } from "../../../src/store/schema.ts";
import { createTestDatabase } from "../../support/database.ts";
import { placeOrders, untilMoreInvoices } from "./accounts.ts";
import { connectNewSandbox, makeInstallation } from "./installation.ts";

const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const readingMs = 5;

/** Reads the accounts every few milliseconds until told to stop; gives all readings. */
function keepReading(db: Db): { stop(): Promise<Accounts[]> } {
  const readings: Accounts[] = [];
  let isStopped = false;
  const reading = (async () => {
    while (!isStopped) {
      readings.push(await readAccounts(db));
      await new Promise((resolve) => setTimeout(resolve, readingMs));
    }
  })();
  return {
    stop: async () => {
      isStopped = true;
      await reading;
      return readings;
    },
  };
}

it("everything received is accounted for at every instant, also while workers are killed in their work", async () => {
  const database = await createTestDatabase();
  undo.push(database.drop);
  const installation = await makeInstallation({
    DATABASE_URL: database.connectionString,
    LEDGERLINE_LOG: "fatal",
  });
  undo.push(installation.close);
  const sandbox = await connectNewSandbox(installation);
  undo.push(sandbox.close);
  let platform = await installation.start();
  const accounts = keepReading(database.db);
  const orders = generateOrders({ seed: 3, count: 60 });
  const placing: Promise<void>[] = [];
  for (let kill = 0; kill < 2; kill += 1) {
    placing.push(placeOrders(sandbox, orders.splice(0, 30)));
    await untilMoreInvoices(sandbox, 10);
    platform.kill("SIGKILL");
    await platform.ended;
    platform = await installation.start();
  }
  await Promise.all(placing);
  await untilMoreInvoices(sandbox, 5);
  const readings = await accounts.stop();
  expect(readings.filter(({ gap }) => gap !== 0)).toEqual([]);
  expect(readings.length).toBeGreaterThan(100);
  expect(readings.some(({ inFlight, applied }) => inFlight > 0 && applied > 0)).toBe(true);
}, 120_000);
