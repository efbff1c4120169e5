import { expect, inject, it } from "vitest";
import { openPool } from "../../../src/store/database.ts";
import { deliveryWorld, expectEachOnce, placeOrders, until } from "./delivery-world.ts";

const delivery = deliveryWorld();

/** Ends all connections to the world's database, as a restart of the database does. */
async function cutConnections(): Promise<void> {
  const admin = openPool({ connectionString: inject("testServer"), poolSize: 1 });
  const ofWorld = "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1";
  await admin.query(ofWorld, [delivery.world.database.name]);
  await admin.end();
}

it("connections to the database that break in the middle of work lose nothing and make nothing twice", async () => {
  const { world, shop, books } = delivery;
  await books.arm({ kind: "slow", delayMs: 300, route: { method: "POST", path: "/accounting" } });
  const orders = await placeOrders(shop, 12);
  await shop.arm({ kind: "webhook-lost" });
  for (const kind of ["clients", "invoices", "payments"] as const) {
    await until(`the first ${kind}`, async () => (await books.ledger())[kind].length > 0);
    await cutConnections();
  }
  // The test's own questions meet broken connections too.
  await until("all work", () =>
    delivery.settle().then(
      () => true,
      () => false,
    ),
  );

  await expectEachOnce(books, orders);
  const letters = await world.engine.db.selectFrom("dead_letter").select("message").execute();
  expect(letters).toEqual([]);
  const codes = world.errors.splice(0).map((error) => error.split(":")[0]);
  expect(codes.filter((code) => code !== "DATABASE_UNAVAILABLE")).toEqual([]);
});
