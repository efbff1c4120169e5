import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { signStandardWebhook } from "../../connector-kit/standard-webhooks.ts";
import type { WebhookRequest } from "../../connector-kit/trigger.ts";
import { openShop, type ShopOptions, type SimulatedShop } from "./simulated-shop.fixture.ts";
import { kenticoWebhook } from "./webhook.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const now = new Date("2024-11-02T22:41:10Z");
const seconds = Math.floor(now.getTime() / 1_000);
const settings = {};

function envelope(type: string, data: Record<string, unknown> = {}): string {
  const object = {
    type: "ecommerce.order",
    id: 1042,
    guid: "6f1c0c3e-0000-4000-8000-000000000000",
  };
  return JSON.stringify({ type, timestamp: "2024-11-02T22:41:09.512Z", data: { object, ...data } });
}

function delivery(body: string, { id = "d1", timestamp = seconds, signedBy = secret } = {}) {
  const rawBody = new TextEncoder().encode(body);
  const signature = signStandardWebhook({ id, timestamp, body: rawBody }, signedBy);
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signature,
  };
  return { headers, rawBody };
}

const receive = (request: WebhookRequest, secrets: Record<string, string> = { default: secret }) =>
  kenticoWebhook.receive(request, { settings, secrets, now });

const rejected = (code: string) => expect.objectContaining({ code });

describe("a delivery of the webhook module", () => {
  it("says which order changed; the delivery's id is the same on every repetition", () => {
    expect(receive(delivery(envelope("order.created")))).toEqual({
      kind: "events",
      events: [
        {
          dedupeKey: "d1",
          type: "order.created",
          entity: "order",
          entityId: "1042",
          time: "2024-11-02T22:41:09.512Z",
          data: expect.objectContaining({
            type: "order.created",
            object: expect.objectContaining({ id: 1042 }),
          }),
        },
      ],
    });
  });

  it.each([
    ["DancingGoat", "order.created", 1],
    ["dancinggoat", "order.created", 1],
    ["OtherShop", "order.created", 0],
    ["OtherShop", "customer.updated", 1],
  ])(
    "of site %s and type %s gives %i events to a connection of DancingGoat",
    (site, type, count) => {
      const request = delivery(envelope(type, { source: { site } }));
      const context = { settings: { siteName: "DancingGoat" }, secrets: { default: secret }, now };
      expect(kenticoWebhook.receive(request, context)).toMatchObject({
        events: { length: count },
      });
    },
  );

  it.each([
    ["order.status_changed", "order.updated"],
    ["order.paid", "order.paid"],
    ["order.deleted", "order.deleted"],
    ["customer.updated", "customer.updated"],
    ["product.created", "item.created"],
  ])("%s is %s", (type, expected) => {
    const verdict = receive(delivery(envelope(type)));
    expect(verdict).toMatchObject({ events: [{ type: expected }] });
  });

  it("test.ping and types of later versions are accepted and lead to nothing", () => {
    for (const type of ["test.ping", "order.archived", "constructor"]) {
      expect(receive(delivery(envelope(type)))).toEqual({ kind: "events", events: [] });
    }
  });

  it("our own writes come back as events like any other", () => {
    const actor = { userId: 65, origin: "rest" };
    const verdict = receive(delivery(envelope("order.updated", { actor, changed: ["OrderNote"] })));
    expect(verdict).toMatchObject({ events: [{ data: { actor, changed: ["OrderNote"] } }] });
  });

  it("is taken under the old and the new secret while the secret is changed", () => {
    const other = `whsec_${Buffer.alloc(24, 9).toString("base64")}`;
    const secrets = { default: other, previous: secret };
    expect(receive(delivery(envelope("order.paid")), secrets)).toMatchObject({ kind: "events" });
  });

  it("is refused when a byte of it differs, the secret is another's, or it is too old", () => {
    const good = delivery(envelope("order.created"));
    const changed = { ...good, rawBody: new TextEncoder().encode(`${envelope("order.created")} `) };
    const other = `whsec_${Buffer.alloc(24, 9).toString("base64")}`;
    const body = envelope("order.created");
    for (const request of [
      changed,
      delivery(body, { signedBy: other }),
      delivery(body, { timestamp: seconds - 360 }),
      delivery(body, { timestamp: seconds + 360 }),
      { ...good, headers: {} },
    ]) {
      expect(() => receive(request)).toThrow(rejected("SIGNATURE_INVALID"));
    }
    expect(() => receive(good, {})).toThrow(rejected("SIGNATURE_INVALID"));
  });

  it.each([
    ["not JSON", "{"],
    ["without a type", '{"timestamp":"2024-11-02T22:41:09Z","data":{}}'],
    ["about nothing", '{"type":"order.paid","timestamp":"2024-11-02T22:41:09Z","data":{}}'],
    [
      "with an id that is no number",
      envelope("order.paid", { object: { type: "x", id: "1 OR 1" } }),
    ],
    ["with a hostile key", '{"type":"order.paid","__proto__":{"isAdmin":true}}'],
    ["of more than 256 KiB", envelope("order.paid", { snapshot: "x".repeat(262_144) })],
  ])("a signed body %s is malformed", (_what, body) => {
    expect(() => receive(delivery(body))).toThrow(rejected("REQUEST_INVALID"));
  });
});

describe("registering with the module", () => {
  let shop: SimulatedShop;
  const opened = async (options: ShopOptions = {}) => {
    shop = await openShop(options);
    return shop;
  };
  afterEach(() => shop.close());

  const subscriptions = () => shop.shop.rows("/rest/ledgerline.webhook/currentsite?format=json");

  it("makes one subscription for all events, however often it is done", async () => {
    const { context } = await opened();
    const input = { url: "https://ledgerline.example.com/hooks/kentico/c1", secret };
    const first = await kenticoWebhook.register(input, context);
    const again = await kenticoWebhook.register(input, context);
    expect(again).toEqual(first);
    expect(first).toEqual([{ id: "1", event: "*", verified: true }]);
    expect(await subscriptions()).toMatchObject([
      { WebhookUrl: input.url, WebhookPayload: "thin", WebhookEnabled: true },
    ]);
  });

  it("quirk 6: takes an address that no condition could name", async () => {
    const { context } = await opened();
    const other = { url: "https://ledgerline.example.com/hooks/kentico/c1", secret };
    const input = { url: "https://xn--caf-dma.example/hooks/kentico/a--b", secret };
    await kenticoWebhook.register(other, context);
    const first = await kenticoWebhook.register(input, context);
    expect(await kenticoWebhook.register(input, context)).toEqual(first);
    expect(await subscriptions()).toMatchObject([
      { WebhookUrl: other.url },
      { WebhookUrl: input.url },
    ]);
  });

  it("says that polling is used when the module is not installed", async () => {
    const { context } = await opened({
      settings: { CMSRESTAllowedObjectTypes: "ecommerce.order" },
    });
    const input = { url: "https://ledgerline.example.com/hooks/kentico/c1", secret };
    await expect(kenticoWebhook.register(input, context)).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
      hint: expect.stringContaining("polling"),
    });
  });

  it.each(["thin", "fat"])("a %s delivery of a real order is understood", async (payload) => {
    const received: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
    const receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      received.push({ headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const { port } = receiver.address() as AddressInfo;
    const { context, shop: client } = await opened({ connection: { webhookPayload: payload } });
    await kenticoWebhook.register({ url: `http://127.0.0.1:${port}/hook`, secret }, context);
    const placed = await client.placeOrder();
    await client.control("webhooks/idle");
    receiver.close();
    const verdicts = received.map(({ headers, body }) =>
      kenticoWebhook.receive(
        { headers: headers as Record<string, string>, rawBody: body },
        { settings, secrets: { default: secret }, now: new Date() },
      ),
    );
    const events = verdicts.flatMap((verdict) => (verdict.kind === "events" ? verdict.events : []));
    expect(events).toContainEqual(
      expect.objectContaining({ type: "order.created", entityId: String(placed.id) }),
    );
  });
});
