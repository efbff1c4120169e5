// What a receiver gets of the shop's webhooks when they are spoilt on their way.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Fault } from "../kit/fault.ts";
import type { Simulator } from "../kit/simulator.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../kit/webhook-receiver.fixture.ts";
import { startKentico } from "./server.ts";
import { ShopClient } from "./shop-client.fixture.ts";
import { webhookSignature } from "./webhook-signature.ts";

const secret = `whsec_${Buffer.from("a secret of more than 24 bytes").toString("base64")}`;

let simulator: Simulator;
let shop: ShopClient;
let receiver: WebhookReceiver;

beforeEach(async () => {
  simulator = await startKentico({ settings: { webhookCoalesceMs: 20 } });
  shop = new ShopClient(simulator);
  receiver = await startWebhookReceiver();
  await shop.rest("/rest/ledgerline.webhook/currentsite?format=json", {
    method: "POST",
    body: {
      WebhookName: "ledgerline",
      WebhookUrl: receiver.url,
      WebhookSecret: secret,
      WebhookEvents: "order.created",
    },
  });
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

async function placeUnder(fault: Fault): Promise<void> {
  await shop.control("faults", fault);
  await shop.placeOrder();
  await fetch(`${simulator.url}/_control/webhooks/idle`);
}

const idOf = ({ headers }: WebhookReceiver["received"][number]) => String(headers["webhook-id"]);
const dataOf = ({ body }: WebhookReceiver["received"][number]) => JSON.parse(body).data;

function isSigned(received: WebhookReceiver["received"][number]): boolean {
  const timestamp = Number(received.headers["webhook-timestamp"]);
  const content = { id: idOf(received), timestamp, body: received.body };
  return received.headers["webhook-signature"] === webhookSignature(content, [secret]);
}

test("F36: a repetition has the same id and bytes, or its own of both", async () => {
  await placeUnder({ kind: "webhook-duplicate", count: 1 });
  await placeUnder({ kind: "webhook-duplicate", rewritten: true, count: 1 });
  const [first, same, second, other] = receiver.received;
  if (!(first && same && second && other)) throw new Error("Four were due.");
  expect([idOf(same), same.body]).toEqual([idOf(first), first.body]);
  expect(idOf(other)).not.toBe(idOf(second));
  expect(other.body).not.toBe(second.body);
  expect(dataOf(other)).toEqual(dataOf(second));
  expect(receiver.received.map(isSigned)).toEqual([true, true, true, true]);
});

test("F41: a wrong signature comes with right contents", async () => {
  await placeUnder({ kind: "webhook-bad-signature" });
  expect(receiver.received.map(isSigned)).toEqual([false]);
});

test("F42: a storm of one change comes well signed", async () => {
  await placeUnder({ kind: "webhook-storm", times: 40, withinMs: 40, rewritten: true });
  expect(receiver.received).toHaveLength(40);
  expect(new Set(receiver.received.map(idOf)).size).toBe(40);
  expect(receiver.received.every(isSigned)).toBe(true);
});

test("F43: a well signed webhook speaks of a site nobody knows", async () => {
  await placeUnder({ kind: "webhook-unknown-account" });
  expect(receiver.received.map((each) => dataOf(each).source.site)).toEqual(["Elsewhere"]);
  expect(receiver.received.map(isSigned)).toEqual([true]);
});

test("F44: an attempt that finds nobody listening is made again", async () => {
  await placeUnder({ kind: "webhook-refused" });
  expect(receiver.received).toHaveLength(1);
  const answer = await fetch(`${simulator.url}/_control/webhooks`);
  const { deliveries } = (await answer.json()) as { deliveries: unknown[] };
  expect(deliveries).toMatchObject([{ attempts: 2, state: "delivered" }]);
});
