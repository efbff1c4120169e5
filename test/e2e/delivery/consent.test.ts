import { describe, expect, it } from "vitest";
import { booksName } from "../../../src/cli/demo/connect-sandbox.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { systemRandom } from "../../../src/core/ids.ts";
import { pauseConnection, resumeConnection } from "../../../src/engine/connection-setup.ts";
import { beginConsent, finishConsent } from "../../../src/engine/consent.ts";
import { stopConnection } from "../../../src/engine/refused-credentials.ts";
import { findConnection } from "../../../src/store/connections.ts";
import { readTokens } from "../../../src/vault/token-row.ts";
import { callControl } from "../../support/control.ts";
import { runsOf } from "../../support/platform.ts";
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

function connection() {
  return findConnection(delivery.world.engine.db, booksName);
}

/** A person opens the consent page again and presses "Allow". */
async function consentAgain(): Promise<void> {
  const { setup, sandbox } = delivery.world;
  const { state } = await beginConsent(setup, booksName);
  const { code } = await callControl<{ code: string }>(sandbox.freshbooks, "consent", {});
  await finishConsent(setup, booksName, { code, state });
}

async function expireTokens(): Promise<void> {
  await fetch(`${delivery.world.sandbox.freshbooks.url}/_control/tokens/expire`, {
    method: "POST",
  });
}

/** Somebody else refreshes with our refresh token, which works only once. */
async function useUpRefreshToken(): Promise<void> {
  const { setup, sandbox } = delivery.world;
  const { refreshToken } = await readTokens(setup.vault, (await connection()).id);
  const { clientId, clientSecret } = sandbox.freshbooks.credentials;
  const answer = await fetch(`${sandbox.freshbooks.url}/auth/oauth/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      grant_type: "refresh_token",
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    }),
  });
  expect(answer.status).toBe(200);
}

async function bookCallsSince(start: string): Promise<string[]> {
  const { calls } = await delivery.books.ledger();
  return calls.filter(({ at }) => at > start).map(({ path }) => path);
}

describe("a refresh token that does not work any more", () => {
  it.each([
    ["was used by somebody else", useUpRefreshToken],
    [
      "was used up by a refresh whose answer was lost",
      () =>
        delivery.books.arm({ kind: "commit-then-drop", count: 1, route: { path: "/auth/oauth" } }),
    ],
  ])("because it %s stops the connection until a person consents again", async (_, lose) => {
    const { shop, books, world } = delivery;
    await lose();
    await expireTokens();
    const orders = await placeOrders(shop, 3);
    for (const order of orders) await untilWaiting(world, order, "CONNECTION_PAUSED");
    expect((await connection()).status).toBe("needs-reauth");
    const start = new Date().toISOString();
    const late = await placeOrders(shop, 1);
    for (const order of late) await untilWaiting(world, order, "CONNECTION_PAUSED");
    expect(await bookCallsSince(start)).toEqual([]);

    await consentAgain();
    await delivery.settle();
    expect((await connection()).status).toBe("active");
    await expectEachOnce(books, [...orders, ...late]);
    const [run] = await runsOf(world, late[0]);
    expect(run?.attempts).toBe(1);
  });
});

describe("a refusal that is noticed late", () => {
  it("does not stop a connection that has been connected again since the call began", async () => {
    const { engine } = delivery.world;
    const { id: connectionId, updated_at: knownAt } = await connection();
    await consentAgain();
    const refusal = { connectionId, knownAt, reason: "The token was revoked." };
    const ids = { clock: systemClock, random: systemRandom };
    const stopped = await engine.db
      .transaction()
      .execute((trx) => stopConnection(trx, refusal, ids));
    expect(stopped).toEqual({ isOutdated: true, alert: null });
    expect((await connection()).status).toBe("active");
  });
});

describe("a connection that a person pauses", () => {
  it("holds its work, receives events all the same, and goes on when it is resumed", async () => {
    const { shop, books, world } = delivery;
    await pauseConnection(world.setup, booksName, "The accountant closes the month.");
    const start = new Date().toISOString();
    const orders = await placeOrders(shop, 3);
    for (const order of orders) await untilWaiting(world, order, "CONNECTION_PAUSED");
    const reasons = (await runsOf(world, orders[0])).flatMap(({ reason }) => reason ?? []);
    expect(reasons).toContain('The connection "Sandbox books (FreshBooks)" is paused.');
    expect(await bookCallsSince(start)).toEqual([]);

    await resumeConnection(world.setup, booksName);
    await delivery.settle();
    await expectEachOnce(books, orders);
  });

  it("does not make work wait that was under way while it was resumed", async () => {
    const { shop, world, books } = delivery;
    await pauseConnection(world.setup, booksName, "A short look.");
    await shop.arm({
      kind: "slow",
      delayMs: 300,
      count: 1,
      route: { method: "GET", path: "/rest/" },
    });
    const order = await shop.place(newCustomersOrder());
    await until("the order to be read", async () => {
      const [run] = await runsOf(world, order);
      return run?.status === "running";
    });
    await resumeConnection(world.setup, booksName);
    await delivery.settle();
    expect(await books.invoicesNumbered(`K-${order.number}`)).toHaveLength(1);
  });

  it("gives its work the whole time for trying after the pause, however long that was", async () => {
    const { shop, world } = delivery;
    await pauseConnection(world.setup, booksName, "Holidays.");
    const order = await shop.place(newCustomersOrder());
    await untilWaiting(world, order, "CONNECTION_PAUSED");
    expect((await onlyRun(world, order)).first_attempt_at).toBeNull();

    const resumedAt = new Date();
    await resumeConnection(world.setup, booksName);
    await delivery.settle();
    const run = await onlyRun(world, order);
    expect([run.status, run.outcome]).toEqual(["done", "applied"]);
    expect(run.first_attempt_at?.getTime()).toBeGreaterThan(resumedAt.getTime());
  });
});
