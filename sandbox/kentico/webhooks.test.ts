// The webhooks a receiver gets from the shop's module: what, how signed, how often.
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Simulator } from "../kit/simulator.ts";
import { startKentico } from "./server.ts";
import { ShopClient } from "./shop-client.fixture.ts";

interface Envelope {
  type: string;
  timestamp: string;
  data: Record<string, unknown> & {
    object: Record<string, unknown>;
    actor: Record<string, unknown>;
    changed: string[];
    snapshot?: Record<string, unknown>;
  };
}

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  envelope: Envelope;
}

const SECRET = `whsec_${Buffer.from("a secret of more than 24 bytes").toString("base64")}`;
const NEXT_SECRET = `whsec_${Buffer.from("another secret of enough bytes").toString("base64")}`;

let simulator: Simulator;
let shop: ShopClient;
let receiver: Server;
let received: Received[];
/** Statuses of the next answers; 200 when empty. */
let answers: { status: number; headers?: Record<string, string> }[];

beforeAll(async () => {
  simulator = await startKentico({ settings: { webhookCoalesceMs: 20 } });
  shop = new ShopClient(simulator);
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString("utf8");
      received.push({ headers: request.headers, body, envelope: JSON.parse(body) });
      const { status, headers } = answers.shift() ?? { status: 200 };
      response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((ready) => receiver.listen(0, "127.0.0.1", ready));
});
beforeEach(() => {
  received = [];
  answers = [];
});
afterEach(() => shop.control("reset", {}));
afterAll(async () => {
  await simulator.close();
  await new Promise((closed) => receiver.close(closed));
});

async function subscribe(columns: Record<string, unknown> = {}): Promise<number> {
  const { port } = receiver.address() as AddressInfo;
  const reply = await shop.rest("/rest/ledgerline.webhook/currentsite?format=json", {
    method: "POST",
    body: {
      WebhookName: "ledgerline",
      WebhookUrl: `http://127.0.0.1:${port}/hooks/kentico/1`,
      WebhookSecret: SECRET,
      WebhookEvents: "order.created;order.updated;order.status_changed;order.paid;order.deleted",
      ...columns,
    },
  });
  expect(reply.status).toBe(201);
  const written = reply.json?.["Ledgerline_Webhook"] as Record<string, unknown>;
  return Number(written["WebhookID"]);
}

const settled = async () => expect((await shop.control("webhooks/idle")).status).toBe(200);
const types = () => received.map(({ envelope }) => envelope.type);
const deliveries = async () =>
  (await shop.control("webhooks")).json?.["deliveries"] as Record<string, unknown>[];

function signature({ headers, body }: Received, secret: string): string {
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const content = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}

test("a placed order is announced once, thin, signed and complete", async () => {
  await subscribe();
  const order = await shop.placeOrder();
  await settled();
  expect(types()).toEqual(["order.created"]);
  const [only] = received;
  if (only === undefined) throw new Error("nothing received");
  expect(only.headers["webhook-signature"]).toBe(signature(only, SECRET));
  expect(only.headers["content-type"]).toBe("application/json");
  const { data } = only.envelope;
  expect(data).not.toHaveProperty("snapshot");
  expect(data["source"]).toMatchObject({
    product: "kentico-xperience",
    site: "DancingGoat",
    process: "livesite",
    timeZone: "Europe/Prague",
  });
  expect(data.object).toMatchObject({ type: "ecommerce.order", id: order.id, guid: order.guid });
  expect(data.object["lastModifiedUtc"]).toMatch(/Z$/);
  expect(data.actor).toEqual({ userId: null, origin: "checkout" });
  expect(await deliveries()).toMatchObject([
    { id: only.headers["webhook-id"], type: "order.created", attempts: 1, lastStatus: 200 },
  ]);
});

test("a fat webhook carries the order with money as text", async () => {
  await subscribe({ WebhookPayload: "fat", WebhookEvents: "order.created" });
  await shop.placeOrder({ customData: { PurchaseOrder: "PO-77" } });
  await settled();
  expect(received[0]?.envelope.data.snapshot).toMatchObject({
    order: {
      OrderTotalPrice: "241.75",
      OrderGrandTotal: "191.75",
      CurrencyCode: "USD",
      CurrencyRoundTo: 2,
      PricesIncludeTax: false,
      TaxSummary: [
        { name: "Food", value: "2.33" },
        { name: "Standard", value: "36.02" },
      ],
      OtherPayments: [{ name: "GIFT-7Q2", value: "50.00" }],
      CouponCodes: ["AUTUMN10"],
      CustomData: { PurchaseOrder: "PO-77" },
    },
    items: [
      { SKUNumber: "ETH-1", OrderItemTotalPrice: "25.90", TaxClassName: "Food" },
      { SKUNumber: "GRI-1", OrderItemTotalPrice: "189.00", TaxClassName: "Standard" },
    ],
    customer: { CustomerEmail: "ann@example.com", IsRegistered: false },
    addresses: [{ AddressType: "Billing", StateCode: "MA", CountryTwoLetterCode: "US" }],
    payment: { isCompleted: false, transactionId: null },
  });
});

test("an order paid in the checkout is created, moved, paid, and updated once", async () => {
  await subscribe();
  await shop.placeOrder({ payment: { method: "Card", completed: true, transactionId: "tx" } });
  await settled();
  expect(types().toSorted()).toEqual([
    "order.created",
    "order.paid",
    "order.status_changed",
    "order.updated",
  ]);
  const moved = received.find(({ envelope }) => envelope.type === "order.status_changed");
  expect(moved?.envelope.data).toMatchObject({ fromStatus: "New", toStatus: "PaymentReceived" });
  const updated = received.find(({ envelope }) => envelope.type === "order.updated");
  expect(updated?.envelope.data.changed).toContain("OrderIsPaid");
});

test("quirk 16: our own write comes back with the REST user as its actor", async () => {
  await subscribe({ WebhookEvents: "order.updated;order.paid" });
  const order = await shop.placeOrder();
  const path = `/rest/ecommerce.order/${order.id}`;
  await shop.rest(path, { method: "PUT", body: { OrderFreshBooksInvoiceID: "5" } });
  await shop.rest(path, { method: "PUT", body: { OrderIsPaid: true } });
  await settled();
  expect(types().toSorted()).toEqual(["order.paid", "order.updated"]);
  const updated = received.find(({ envelope }) => envelope.type === "order.updated");
  expect(updated?.envelope.data).toMatchObject({
    actor: { userId: 65, origin: "rest" },
    changed: ["OrderFreshBooksInvoiceID", "OrderIsPaid"],
    source: { process: "admin" },
  });
});

test("quirk 16: an order created over REST is never announced as created", async () => {
  await subscribe({ WebhookEvents: "" });
  const body = { OrderCustomerID: 1, OrderDate: "2024-11-02T10:00:00", OrderTotalPrice: 1 };
  const reply = await shop.rest("/rest/ecommerce.order?format=json", { method: "POST", body });
  expect(reply.status).toBe(201);
  await settled();
  expect(types()).toEqual([]);
});

test("a deleted order is announced even while its update is still being gathered", async () => {
  await subscribe({ WebhookEvents: "order.updated;order.deleted" });
  const order = await shop.placeOrder();
  await shop.control(`orders/${order.id}/status`, { name: "Completed" });
  await shop.rest(`/rest/ecommerce.order/${order.id}`, { method: "DELETE" });
  await settled();
  expect(types()).toEqual(["order.deleted"]);
});

test("customers, their addresses and products are announced too", async () => {
  await subscribe({ WebhookEvents: "customer.created;customer.updated;product.created" });
  const line = { sku: "NEW-1", name: "New", quantity: 1, unitPrice: "1.00" };
  await shop.placeOrder({ lines: [line] });
  await settled();
  expect(types().toSorted()).toEqual(["customer.created", "product.created"]);
  received = [];
  const [address] = await shop.rows("/rest/ecommerce.address?format=json");
  const body = { AddressCity: "Cambridge" };
  await shop.rest(`/rest/ecommerce.address/${address?.["AddressID"]}`, { method: "PUT", body });
  await settled();
  expect(types()).toEqual(["customer.updated"]);
});

test("a refused delivery is tried again under the same id until it is taken", async () => {
  await subscribe({ WebhookEvents: "order.created" });
  answers = [{ status: 500 }, { status: 302, headers: { location: "http://127.0.0.1:1/" } }];
  await shop.placeOrder();
  await settled();
  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect(await deliveries()).toMatchObject([{ attempts: 3, lastStatus: 200, state: "delivered" }]);
});

test("a receiver that asks for patience is not asked again before", async () => {
  await subscribe({ WebhookEvents: "order.created" });
  answers = [{ status: 429, headers: { "retry-after": "1" } }];
  const startedAt = performance.now();
  await shop.placeOrder();
  await settled();
  expect(received).toHaveLength(2);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1_000);
});

test("a receiver that is gone gets nothing more", async () => {
  const id = await subscribe({ WebhookEvents: "order.created" });
  answers = [{ status: 410 }];
  await shop.placeOrder();
  await settled();
  await shop.placeOrder();
  await settled();
  expect(received).toHaveLength(1);
  const reply = await shop.rest(`/rest/ledgerline.webhook/${id}?format=json`);
  expect(reply.json).toHaveProperty("data.WebhookEnabled", false);
});

test("after a change of secret both secrets sign", async () => {
  const id = await subscribe({ WebhookEvents: "order.created" });
  const body = { WebhookSecret: NEXT_SECRET };
  await shop.rest(`/rest/ledgerline.webhook/${id}`, { method: "PUT", body });
  await shop.placeOrder();
  await settled();
  const [only] = received;
  if (only === undefined) throw new Error("nothing received");
  const expected = `${signature(only, NEXT_SECRET)} ${signature(only, SECRET)}`;
  expect(only.headers["webhook-signature"]).toBe(expected);
});

test("signatures can be wrong or missing, and the shop's clock can be off", async () => {
  await subscribe({ WebhookEvents: "test.ping" });
  const ping = async (settings: object) => {
    received = [];
    await shop.control("settings", settings);
    await shop.control("webhooks/ping", {});
    await settled();
    const [only] = received;
    if (only === undefined) throw new Error("nothing received");
    return only;
  };
  const wrong = await ping({ webhookSignature: "wrong" });
  expect(wrong.headers["webhook-signature"]).toMatch(/^v1,/);
  expect(wrong.headers["webhook-signature"]).not.toBe(signature(wrong, SECRET));
  const missing = await ping({ webhookSignature: "missing" });
  expect(missing.headers["webhook-signature"]).toBeUndefined();
  const late = await ping({ webhookSignature: "valid", webhookClockSkewSeconds: -600 });
  const nowSeconds = Date.now() / 1_000;
  expect(Number(late.headers["webhook-timestamp"])).toBeLessThan(nowSeconds - 590);
});

test("a duplicated webhook keeps its id, a lost one never comes, and a resent one comes again", async () => {
  await subscribe({ WebhookEvents: "order.created" });
  await shop.control("faults", { kind: "webhook-duplicate", nth: 1 });
  await shop.control("faults", { kind: "webhook-lost", nth: 2 });
  const first = await shop.placeOrder();
  await shop.placeOrder();
  await settled();
  expect(received.map(({ envelope }) => envelope.data.object["id"])).toEqual([first.id, first.id]);
  const [id, again] = received.map(({ headers }) => headers["webhook-id"]);
  expect(again).toBe(id);
  const lost = (await deliveries()).find(({ attempts }) => attempts === 0);
  await shop.control(`webhooks/${lost?.["id"]}/resend`, {});
  await settled();
  expect(received).toHaveLength(3);
});

test("waiting for the end of the outbox gives up in time when the receiver is down", async () => {
  await subscribe({ WebhookEvents: "order.created" });
  answers = Array.from({ length: 3 }, () => ({ status: 500 }));
  await shop.placeOrder();
  const reply = await shop.control("webhooks/idle?timeoutMs=10");
  expect([reply.status, reply.json]).toEqual([503, { idle: false, pending: 1 }]);
});
