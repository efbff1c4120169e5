import { sql } from "kysely";
import { describe, expect, inject, it } from "vitest";
import { signForm } from "../../../sandbox/freshbooks/webhook-signature.ts";
import { booksName, shopName } from "../../../src/cli/demo/connect-sandbox.ts";
import { findConnection } from "../../../src/store/connections.ts";
import { openPool } from "../../../src/store/database.ts";
import {
  removeWebhookRegistration,
  saveWebhookRegistration,
} from "../../../src/store/webhook-registrations.ts";
import { deliveryWorld } from "./delivery-world.ts";
import { hookPath, orderCreated, postBooksForm, shopSender } from "./hook-sender.ts";

const delivery = deliveryWorld({ start: false });

async function storedEvents(): Promise<number> {
  const { count } = await delivery.world.engine.db
    .selectFrom("event")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

describe("a webhook of the shop", () => {
  it("is answered 202 once it is stored, and 202 again as a repetition that stores nothing", async () => {
    const send = await shopSender(delivery.world);
    const before = await storedEvents();
    const hook = { id: "msg_twice", body: orderCreated(4_711) };
    expect((await send(hook)).status).toBe(202);
    expect((await send(hook)).status).toBe(202);
    expect(await storedEvents()).toBe(before + 1);
  });

  it("is stored although workers hold all their database connections", async () => {
    const { pool } = delivery.world.database;
    const send = await shopSender(delivery.world);
    const first = await send({ id: "msg_first", body: orderCreated(4_712) });
    const busy = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
    const during = await send({ id: "msg_during", body: orderCreated(4_713) });
    for (const client of busy) client.release();
    expect([first.status, during.status]).toEqual([202, 202]);
  });

  it.each([
    ["a signature made with another secret", { forged: true }, 401, "SIGNATURE_INVALID"],
    ["a time of six minutes ago", { ageSeconds: 360 }, 401, "SIGNATURE_INVALID"],
    ["a time six minutes ahead", { ageSeconds: -360 }, 401, "SIGNATURE_INVALID"],
    ["a body that is no JSON", { body: "<order/>" }, 400, "REQUEST_INVALID"],
    ["a body that lacks what is due", { body: '{"type":"order.created"}' }, 400, "REQUEST_INVALID"],
    ["a body over 256 KiB", { body: "x".repeat(256 * 1024 + 1) }, 413, "REQUEST_INVALID"],
    ["an address nobody has", { path: "/hooks/kentico/unknown" }, 404, "NOT_FOUND"],
    ["an address without a token", { path: "/hooks/kentico" }, 404, "NOT_FOUND"],
  ])("with %s is refused, and nothing is stored", async (_, hook, status, code) => {
    const send = await shopSender(delivery.world);
    const before = await storedEvents();
    expect(await send({ body: orderCreated(1), id: "msg_refused", ...hook })).toMatchObject({
      status,
      code,
    });
    expect(await storedEvents()).toBe(before);
  });

  it("that cannot be stored does not keep those from being stored that came with it", async () => {
    const { engine } = delivery.world;
    const { id: connectionId } = await findConnection(engine.db, shopName);
    const receive = (entityId: string) =>
      engine.intake.receive([
        {
          connectionId,
          dedupeKey: `together-${entityId}`,
          type: "order.created",
          entity: "order",
          entityId,
          occurredAt: null,
          via: "webhook",
          data: {},
        },
      ]);
    const before = await storedEvents();
    const calls = await Promise.allSettled([receive("8001"), receive("80\u0000"), receive("8002")]);
    expect(calls.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await storedEvents()).toBe(before + 2);
  });

  it("to the address of the connection under another connector's name finds nothing", async () => {
    const { world } = delivery;
    const send = await shopSender(world);
    const path = (await hookPath(world, shopName)).replace("/kentico/", "/freshbooks/");
    expect(await send({ path, body: orderCreated(1) })).toMatchObject({ status: 404 });
  });

  it("cannot be fetched: GET finds nothing", async () => {
    const { world } = delivery;
    const answer = await fetch(`${world.publicUrl}${await hookPath(world, shopName)}`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
  });

  it("of a connection that a person paused is stored all the same", async () => {
    const { world } = delivery;
    await sql`update ledgerline.connection set status = 'paused' where name = ${shopName}`.execute(
      world.engine.db,
    );
    const send = await shopSender(world);
    const before = await storedEvents();
    expect((await send({ id: "msg_paused", body: orderCreated(5) })).status).toBe(202);
    expect(await storedEvents()).toBe(before + 1);
  });
});

describe("a handshake of the books", () => {
  const handshake = { name: "callback.verify", object_id: "900001", verifier: "stranger-verifier" };

  it("is refused when no registration is waiting for it, and its secret is not kept", async () => {
    const { world } = delivery;
    expect(await postBooksForm(world, handshake)).toMatchObject({ status: 401 });
    const { accountId = "" } = world.sandbox.freshbooks.credentials;
    const event = { name: "invoice.create", object_id: "1", account_id: accountId };
    const signature = signForm(new Map(Object.entries(event)), handshake.verifier);
    const headers = { "x-freshbooks-hmac-sha256": signature };
    expect(await postBooksForm(world, event, headers)).toMatchObject({ status: 401 });
  });

  it("is accepted while a registration is under way", async () => {
    const { world } = delivery;
    const { id: connectionId } = await findConnection(world.engine.db, booksName);
    const pending = { connectionId, callbackId: "pending" };
    const state = { event: "*", verified: false, secretId: null };
    await saveWebhookRegistration(world.engine.db, pending, state);
    expect(await postBooksForm(world, handshake)).toMatchObject({ status: 200 });
    await removeWebhookRegistration(world.engine.db, pending);
  });
});

describe("a database that is gone", () => {
  async function allowConnections(allowed: boolean): Promise<void> {
    const name = new URL(inject("testServer"));
    const admin = openPool({ connectionString: name.href, poolSize: 1 });
    const database = delivery.world.database.name;
    await admin.query(`alter database ${database} with allow_connections ${allowed}`);
    if (!allowed) {
      await admin.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1",
        [database],
      );
    }
    await admin.end();
  }

  it("makes the answer 503 with a time to come back, never 2xx; then the same webhook is taken", async () => {
    const { world } = delivery;
    const send = await shopSender(world);
    const hook = { id: "msg_outage", body: orderCreated(77) };
    await allowConnections(false);
    const answers = await Promise.all([send(hook), send(hook), send(hook)]);
    expect(answers).toEqual(
      Array(3).fill({ status: 503, retryAfter: "5", code: "DATABASE_UNAVAILABLE" }),
    );
    const ready = await fetch(`${world.publicUrl}/readyz`);
    const live = await fetch(`${world.publicUrl}/livez`);
    expect([ready.status, live.status]).toEqual([503, 200]);

    await allowConnections(true);
    const before = await storedEvents();
    expect((await send(hook)).status).toBe(202);
    expect(await storedEvents()).toBe(before + 1);
    world.errors.length = 0;
  });
});
