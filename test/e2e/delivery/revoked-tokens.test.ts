import { expect, it } from "vitest";
import { booksName } from "../../../src/cli/demo/connect-sandbox.ts";
import { beginConsent, finishConsent } from "../../../src/engine/consent.ts";
import { findConnection } from "../../../src/store/connections.ts";
import { callControl } from "../../support/control.ts";
import { deliveryWorld, expectEachOnce, placeOrders, until } from "./delivery-world.ts";

const delivery = deliveryWorld();

async function consentAgain(): Promise<void> {
  const { setup, sandbox } = delivery.world;
  const { state } = await beginConsent(setup, booksName);
  const { code } = await callControl<{ code: string }>(sandbox.freshbooks, "consent", {});
  await finishConsent(setup, booksName, { code, state });
}

/** The owner of the books takes the consent back: neither token works any more. */
async function revokeConsent(): Promise<void> {
  const { freshbooks } = delivery.world.sandbox;
  await callControl(freshbooks, "tokens/revoke", {});
}

it("a consent revoked in the middle of 100 orders stops them with one alert; after a new consent all are done, each once", async () => {
  const { world, shop, books } = delivery;
  const { db } = world.engine;
  const linked = async () =>
    (await db.selectFrom("link").select("id").where("to_entity", "=", "invoice").execute()).length;
  const orders = await placeOrders(shop, 100);
  await until("the first invoices", async () => (await linked()) >= 20);
  await revokeConsent();
  await shop.untilAnnounced();
  await until("every order to be done or to wait", async () => {
    const runs = await db
      .selectFrom("run")
      .select(["status", "reason_code", "entity_id"])
      .execute();
    const waits = runs.filter(({ reason_code: code }) => code === "CONNECTION_PAUSED");
    const waiting = new Set(waits.map(({ entity_id: order }) => order));
    return runs.every(({ status, entity_id: order }) => status === "done" || waiting.has(order));
  });
  expect((await findConnection(db, booksName)).status).toBe("needs-reauth");
  expect(await linked()).toBeLessThan(100);

  await consentAgain();
  await delivery.settle();
  await expectEachOnce(books, orders);
  expect(await db.selectFrom("dead_letter").selectAll().execute()).toEqual([]);
  const alerts = await db.selectFrom("alert").selectAll().execute();
  expect(alerts.map(({ kind, closed_at: at }) => [kind, at !== null])).toEqual([
    ["needs-reauth", true],
  ]);
}, 60_000);
