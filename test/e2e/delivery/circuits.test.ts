// Circuits in a whole world: what is held back, what is probed, and how work goes on.

import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { booksName, shopName } from "../../../src/cli/demo/connect-sandbox.ts";
import {
  closeCircuit,
  openCircuit,
  resetCircuit,
  viewCircuits,
} from "../../../src/engine/circuit/circuit-desk.ts";
import { findConnection } from "../../../src/store/connections.ts";
import {
  deliveryWorld,
  expectEachOnce,
  placeOrders,
  until,
  untilWaiting,
} from "./delivery-world.ts";

const delivery = deliveryWorld();

async function callsToBooks(): Promise<number> {
  return (await delivery.books.ledger()).calls.length;
}

async function stateOfReads(): Promise<string | undefined> {
  const circuits = await viewCircuits(delivery.world.engine.db);
  return circuits.find(({ connection, kind }) => connection === booksName && kind === "read")
    ?.state;
}

/** Makes the next probe due, as if its time had come. */
async function makeProbeDue(): Promise<void> {
  await sql`update ledgerline.circuit set version = version + 1,
    state = jsonb_set(state, '{probeAtMs}', '0') where phase <> 'closed'`.execute(
    delivery.world.engine.db,
  );
}

/** The different numbers of attempts that runs of these orders have used up. */
async function attemptsOf(orders: readonly { id: number }[]): Promise<number[]> {
  const rows = await delivery.world.engine.db
    .selectFrom("run")
    .select("attempts")
    .distinct()
    .where(
      "entity_id",
      "in",
      orders.map(({ id }) => String(id)),
    )
    .orderBy("attempts")
    .execute();
  return rows.map(({ attempts }) => attempts);
}

/** Work of orders the shop does not have: never begun, as long as calls are held back. */
async function parkMoreRuns(count: number): Promise<string[]> {
  const { engine } = delivery.world;
  const { id: connectionId } = await findConnection(engine.db, shopName);
  const events = Array.from({ length: count }, (_, index) => ({
    connectionId,
    dedupeKey: `more-${index}`,
    type: "order.created",
    entity: "order",
    entityId: String(900_000 + index),
    occurredAt: null,
    via: "webhook" as const,
    data: {},
  }));
  await engine.intake.receive(events);
  const parked = () =>
    engine.db
      .selectFrom("run")
      .select("id")
      .where(
        "entity_id",
        "in",
        events.map(({ entityId }) => entityId),
      )
      .where("reason_code", "=", "CIRCUIT_OPEN")
      .execute();
  await until(`${count} runs to wait`, async () => (await parked()).length === count);
  return (await parked()).map(({ id }) => id);
}

async function removeRuns(ids: readonly string[]): Promise<void> {
  const { db, queue } = delivery.world.engine;
  await queue.remove(db, ids);
  await db.deleteFrom("run").where("id", "in", ids).execute();
}

describe("books that a person holds calls back from", () => {
  it("are not called; work waits without using up attempts, and goes on when the circuit is closed", async () => {
    const { world, shop, books } = delivery;
    const { db } = world.engine;
    await openCircuit(db, { connection: booksName });
    await until("the engine to know", async () => {
      await world.engine.circuits.refresh();
      return world.engine.circuits.brakes.circuits.length === 2;
    });
    const before = await callsToBooks();
    const orders = await placeOrders(shop, 5);
    for (const order of orders) await untilWaiting(world, order, "CIRCUIT_OPEN");
    expect(await attemptsOf(orders)).toEqual([0]);
    expect(await callsToBooks()).toBe(before);

    await closeCircuit(db, { connection: booksName });
    await delivery.settle();
    await expectEachOnce(books, orders);
    expect(await attemptsOf(orders)).toEqual([1]);
    await resetCircuit(db, { connection: booksName });
  });
});

describe("books that are away", () => {
  it("get exactly one probe at a time although 500 runs wait, and when three succeed work goes on, with all its attempts", async () => {
    const { world, shop, books } = delivery;
    const away = { kind: "server-error", status: 503, route: { path: "/" } } as const;
    await books.arm(away);
    const orders = await placeOrders(shop, 6);
    await until("the circuit to open", async () => (await stateOfReads()) === "open");
    for (const order of orders) await untilWaiting(world, order, "CIRCUIT_OPEN");
    const more = await parkMoreRuns(500);
    const before = await callsToBooks();

    await makeProbeDue();
    await until("the one probe", async () => (await callsToBooks()) > before);
    await until("its failure", async () => (await stateOfReads()) === "open");
    expect((await callsToBooks()) - before).toBe(1);

    await removeRuns(more);
    const { freshbooks } = world.sandbox;
    await fetch(`${freshbooks.url}/_control/faults`, { method: "DELETE" });
    await makeProbeDue();
    await until("the circuit to close", async () => (await stateOfReads()) === "closed");
    const { calls } = await books.ledger();
    expect(calls.slice(before + 1).filter(({ path }) => path.endsWith("/users/me"))).toHaveLength(
      3,
    );
    await delivery.settle();
    await expectEachOnce(books, orders);
    expect(await attemptsOf(orders)).toEqual([1]);
  });
});
