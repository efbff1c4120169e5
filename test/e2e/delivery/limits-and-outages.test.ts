import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { LoggedCall } from "../../../sandbox/kit/call-log.ts";
import { shopName } from "../../../src/cli/demo/connect-sandbox.ts";
import { resumeConnection } from "../../../src/engine/connection-setup.ts";
import { findConnection } from "../../../src/store/connections.ts";
import {
  deliveryWorld,
  expectEachOnce,
  newCustomersOrder,
  onlyRun,
  placeOrders,
  until,
  untilWaiting,
} from "./delivery-world.ts";

const delivery = deliveryWorld();

async function callsSince(start: string): Promise<LoggedCall[]> {
  const { calls } = await delivery.books.ledger();
  return calls.filter(({ at }) => at >= start);
}

describe("the books asking to slow down", () => {
  it("sends them nothing before the time they asked for, and uses up no attempt", async () => {
    const { shop, books, world } = delivery;
    const route = { method: "POST", path: "/invoices/invoices" };
    await books.arm({ kind: "too-many-requests", retryAfterSeconds: 2, count: 1, route });
    const start = new Date().toISOString();
    const order = await shop.place(newCustomersOrder());
    await untilWaiting(world, order, "RATE_LIMITED");
    const during = await shop.place(newCustomersOrder());
    await untilWaiting(world, during, "RATE_LIMITED");
    await delivery.settle();

    const calls = await callsSince(start);
    const refusedIndex = calls.findIndex(({ status }) => status === 429);
    const [refused, next] = calls.slice(refusedIndex);
    const waitedMs = Date.parse(next?.at ?? "") - Date.parse(refused?.at ?? "");
    expect(waitedMs).toBeGreaterThanOrEqual(2_000);
    expect(calls.filter(({ status }) => status === 429)).toHaveLength(1);
    expect((await onlyRun(world, order)).attempts).toBe(1);
    expect((await onlyRun(world, during)).attempts).toBe(1);
    for (const { number } of [order, during]) {
      expect(await books.invoicesNumbered(`K-${number}`)).toHaveLength(1);
    }
  });
});

describe("a shop that cannot be read for a while", () => {
  it("delays its orders and loses none", async () => {
    const { shop, books } = delivery;
    const route = { method: "GET", path: "/rest/ecommerce.order" };
    const kinds = ["server-error", "html-502", "reset", "truncated-body"] as const;
    for (const kind of kinds) await shop.arm({ kind, count: 2, route });
    const orders = await placeOrders(shop, 4);
    await delivery.settle();
    await expectEachOnce(books, orders);
  });
});

describe("a call that fails for a moment", () => {
  it("is made again at once when it is a read: its run uses up no further attempt", async () => {
    const { shop, world } = delivery;
    const route = { method: "GET", path: "/rest/ecommerce.order" };
    await shop.arm({ kind: "server-error", count: 2, route });
    const order = await shop.place(newCustomersOrder());
    await delivery.settle();
    expect((await onlyRun(world, order)).attempts).toBe(1);
  });

  it("is not made again at once when it is a create: its run waits, and looks first", async () => {
    const { shop, books, world } = delivery;
    const route = { method: "POST", path: "/invoices/invoices" };
    await books.arm({ kind: "server-error", count: 1, route });
    const order = await shop.place(newCustomersOrder());
    await untilWaiting(world, order, "OUTCOME_UNKNOWN");
    await delivery.settle();
    expect((await onlyRun(world, order)).attempts).toBeGreaterThan(1);
    expect(await books.invoicesNumbered(`K-${order.number}`)).toHaveLength(1);
  });
});

describe("an access token that ends while work is done", () => {
  it("is renewed once for all, and the work goes on", async () => {
    const { shop, books, world } = delivery;
    const { freshbooks } = world.sandbox;
    await placeOrders(shop, 1);
    await delivery.settle();
    const start = new Date().toISOString();
    await fetch(`${freshbooks.url}/_control/tokens/expire`, { method: "POST" });
    const orders = await placeOrders(shop, 8);
    await delivery.settle();

    await expectEachOnce(books, orders);
    const renewals = (await callsSince(start)).filter(({ path }) => path === "/auth/oauth/token");
    expect(renewals.map(({ status }) => status)).toEqual([200]);
  });
});

describe("a flow's run while the shop's password is refused", () => {
  it("waits with the connection's reason, and goes on when the connection is resumed", async () => {
    const { shop, books, world } = delivery;
    await shop.arm({ kind: "unauthorized", count: 1, route: { method: "GET", path: "/rest/" } });
    const order = await shop.place(newCustomersOrder());
    await untilWaiting(world, order, "CONNECTION_PAUSED");
    expect((await findConnection(world.engine.db, shopName)).status).toBe("needs-reauth");

    await resumeConnection(world.setup, shopName);
    await delivery.settle();
    expect(await books.invoicesNumbered(`K-${order.number}`)).toHaveLength(1);
  });
});

describe("a poll whose credentials are refused", () => {
  it("stops the connection, so that somebody hears of it although no order is waiting", async () => {
    const { shop, world } = delivery;
    const statusOfShop = async () => (await findConnection(world.engine.db, shopName)).status;
    await shop.arm({ kind: "unauthorized", count: 1, route: { method: "GET", path: "/rest/" } });
    await sql`update ledgerline.cursor set next_poll_at = ledgerline.instant()`.execute(
      world.engine.db,
    );
    await until("the connection to stop", async () => (await statusOfShop()) === "needs-reauth");
    expect(world.errors.splice(0)).toEqual([
      "NOT_AUTHENTICATED: Kentico refused the user name or password.",
    ]);
    await resumeConnection(world.setup, shopName);
  });
});
