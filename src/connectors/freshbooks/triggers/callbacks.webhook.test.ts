// Registering webhooks, answering handshakes and receiving deliveries, end to end with the simulator.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ReceivedEvent, WebhookRequest } from "../../../connector-kit/trigger.ts";
import { createClient } from "../operations/create-client.ts";
import { connectToSandbox, type SandboxConnection } from "../sandbox-connection.fixture.ts";
import { callbacksWebhook } from "./callbacks.webhook.ts";

let sandbox: SandboxConnection;
let receiver: Server;
let url: string;
let received: WebhookRequest[];

beforeEach(async () => {
  sandbox = await connectToSandbox();
  received = [];
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    received.push({ headers, rawBody: Buffer.concat(chunks) });
    response.end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks/unguessable`;
});

afterEach(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await sandbox.close();
});

const register = () => callbacksWebhook.register({ url, secret: "unused" }, sandbox.context);
const idle = () => fetch(`${sandbox.url}/_control/webhooks/idle`);

function receive(request: WebhookRequest, secrets: Record<string, string> = {}) {
  const { settings, clock } = sandbox.context;
  return callbacksWebhook.receive(request, { settings, secrets, now: clock.now() });
}

/** Answers every handshake that came in; gives the verifiers by callback. */
async function confirmAll(): Promise<Record<string, string>> {
  await idle();
  const verifiers: Record<string, string> = {};
  for (const request of received.splice(0)) {
    const verdict = receive(request);
    if (verdict.kind !== "handshake") continue;
    verifiers[verdict.callbackId] = verdict.verifier;
    await callbacksWebhook.confirm?.(verdict, sandbox.context);
  }
  return verifiers;
}

test("quirk 20: one callback is registered per event, and each handshake is confirmed", async () => {
  const registrations = await register();
  expect(registrations).toHaveLength(12);
  expect(registrations.every(({ verified }) => !verified)).toBe(true);
  const verifiers = await confirmAll();
  expect(Object.keys(verifiers).sort()).toEqual(registrations.map(({ id }) => id).sort());
  const again = await register();
  expect(again.map(({ id }) => id)).toEqual(registrations.map(({ id }) => id));
  expect(again.every(({ verified }) => verified)).toBe(true);
});

test("a change reaches us signed and becomes an event", async () => {
  await register();
  const verifiers = await confirmAll();
  const created = await createClient.run(
    { fname: "Ann", note: "Ref LL-7Q2MZK4R9XW3" },
    sandbox.context,
  );
  await idle();
  const events = received.flatMap((request): ReceivedEvent[] => {
    const verdict = receive(request, verifiers);
    return verdict.kind === "events" ? verdict.events : [];
  });
  expect(events).toMatchObject([{ type: "customer.created", entityId: String(created.id) }]);
});

test("a handshake that was lost is asked for again by registering again", async () => {
  await register();
  await idle();
  received = [];
  await register();
  expect(Object.keys(await confirmAll())).toHaveLength(12);
});

test("a wrong verifier is refused", async () => {
  const [first] = await register();
  const wrong = { callbackId: String(first?.id), verifier: "guessed" };
  await expect(callbacksWebhook.confirm?.(wrong, sandbox.context)).rejects.toMatchObject({
    code: "REFUSED_BY_SYSTEM",
  });
});
