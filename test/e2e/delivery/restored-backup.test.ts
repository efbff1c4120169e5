import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemRandom } from "../../../src/core/ids.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { findActiveQuarantine, readQuarantineRest } from "../../../src/store/quarantines.ts";
import { booksOf } from "../../support/books.ts";
import {
  backUp,
  engineOn,
  type WatchedFolder,
  watchRestores,
} from "../../support/restored-world.ts";
import { settled } from "../../support/settled.ts";
import { shopOf } from "../../support/shop.ts";
import { createWorld, type World } from "../../support/world.ts";
import {
  expectEachOnce,
  newCustomersOrder,
  placeOrders,
  settleMs,
  until,
} from "./delivery-world.ts";

let world: World;
const folder: WatchedFolder = { dataDir: "", told: [] };

beforeAll(async () => {
  folder.dataDir = await mkdtemp(join(tmpdir(), "ledgerline-restore-"));
  world = await createWorld({
    random: { ...systemRandom, float: () => 0 },
    limits: { settleMs, timeoutMs: 5_000 },
  });
});
afterAll(async () => {
  await world.close();
  await rm(folder.dataDir, { recursive: true });
});

/** Sees the database as far as it is now, as a running process does every few seconds. */
async function beatOnce({ db }: Pick<Engine, "db">): Promise<void> {
  const watch = await watchRestores(db, folder);
  await watch.start(null);
  await watch.stop();
}

async function isOver({ db, worker }: Engine): Promise<boolean> {
  worker.wake();
  const open = ["queued", "running", "waiting"] as const;
  const { polls } = await readQuarantineRest(db);
  if (polls > 0) return false;
  return (
    (await db.selectFrom("run").select("id").where("status", "in", open).execute()).length === 0
  );
}

it("a backup taken in the middle of 100 orders and restored after them makes nothing twice and loses nothing", async () => {
  const [shop, books] = [shopOf(world), booksOf(world)];
  const { db } = world.engine;
  await beatOnce(world.engine);
  const orders = await placeOrders(shop, 100);
  await until("the first payments", async () => {
    const links = db.selectFrom("link").select("id").where("to_entity", "=", "payment");
    return (await links.execute()).length >= 25;
  });
  const backup = await backUp(world);
  try {
    const late = await placeOrders(shop, 5);
    await settled(world, 60_000);
    await beatOnce(world.engine);
    await world.engine.stop();
    expect(folder.told).toEqual([]);

    const restored = await engineOn(backup);
    await beatOnce(restored);
    expect(folder.told).toEqual([expect.stringMatching(/^The database is behind what was seen/)]);
    expect(await findActiveQuarantine(restored.db)).toBeDefined();
    await restored.start();
    const fresh = [await shop.place(newCustomersOrder())];
    await restored.db.updateTable("cursor").set({ next_poll_at: new Date() }).execute();
    await until("all lost work to come up again and end", () => isOver(restored), 60_000);
    await restored.sweeper.sweepDue();
    expect(await findActiveQuarantine(restored.db)).toBeUndefined();
    await expectEachOnce(books, [...orders, ...late]);
    expect(await books.invoicesNumbered(`K-${fresh[0]?.number}`)).toHaveLength(1);
    expect(await restored.db.selectFrom("dead_letter").selectAll().execute()).toEqual([]);
    await restored.stop();
  } finally {
    await backup.drop();
  }
}, 120_000);
