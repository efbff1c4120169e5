// One system that takes calls and never answers must not hold up work of another (reliability.md P12).

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { booksName, shopName } from "../../src/cli/demo/connect-sandbox.ts";
import { addConnection } from "../../src/engine/connection-setup.ts";
import { enableFlow, saveFlow } from "../../src/engine/flow-setup.ts";
import { findTemplate } from "../../src/flows/templates.ts";
import { findConnection } from "../../src/store/connections.ts";
import { createTokenStore } from "../../src/vault/token-store.ts";
import { newCustomersOrder, until } from "../e2e/delivery/delivery-world.ts";
import { booksOf } from "../support/books.ts";
import { shopOf } from "../support/shop.ts";
import { createWorld, type World } from "../support/world.ts";

const darkFlow = "order-to-dark-books";

let hole: Server;
let world: World;

beforeAll(async () => {
  hole = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(hole, "listening");
  world = await createWorld();
  await connectDarkBooks();
});

afterAll(async () => {
  hole.closeAllConnections();
  hole.close();
  await world.close();
});

/** Other books of the same kind, which never answer within a minute, and a flow of the same orders to them. */
async function connectDarkBooks(): Promise<void> {
  const { setup } = world;
  const { settings } = await findConnection(setup.db, booksName);
  const { port } = hole.address() as AddressInfo;
  const dark = await addConnection(setup, {
    name: "dark-books",
    connector: "freshbooks",
    settings: { ...settings, baseUrl: `http://127.0.0.1:${port}` },
    secrets: { clientSecret: "none" },
    limits: { concurrency: 32, perSecond: 1_000, burst: 1_000, timeoutMs: 60_000 },
  });
  const { db, vault, ids } = setup;
  const tokens = createTokenStore({ db, vault, connectionId: dark.id, clock: ids.clock });
  await tokens.save({
    accessToken: "dark",
    refreshToken: null,
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    scope: "",
  });
  await saveFlow(setup, {
    document: { ...findTemplate("order-to-invoice"), flow: darkFlow },
    params: {},
    roles: { store: [shopName], books: ["dark-books"] },
  });
  await enableFlow(setup, darkFlow);
}

it("thirty orders reach the books although as much work hangs at others that never answer", async () => {
  const shop = shopOf(world);
  const orders = await Promise.all(
    Array.from({ length: 30 }, () => shop.place(newCustomersOrder())),
  );
  const { db } = world.engine;
  const doneOf = async (flow: string) =>
    db
      .selectFrom("run")
      .select("entity_id")
      .distinct()
      .where("flow_id", "=", flow)
      .where("status", "=", "done")
      .execute();
  const isDone = async () => (await doneOf("order-to-invoice")).length === orders.length;
  await until("all orders to be in the books", isDone, 18_000);
  expect(await doneOf(darkFlow)).toEqual([]);
  for (const { number } of orders) {
    expect(await booksOf(world).invoicesNumbered(`K-${number}`)).toHaveLength(1);
  }
});
