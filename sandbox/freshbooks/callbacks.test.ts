// Webhooks on the wire: a receiver registers, proves its address, and hears of changes.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type Answer,
  clientBody,
  type Json,
  listOf,
  objectOf,
  openSession,
  type Session,
} from "./session.fixture.ts";
import { signForm } from "./webhook-signature.ts";

interface Received {
  form: Map<string, string>;
  signature: string | undefined;
  contentType: string | undefined;
}

let session: Session;
let receiver: Server;
let received: Received[];
let statusToAnswer: number;
let uri: string;

beforeEach(async () => {
  session = await openSession();
  received = [];
  statusToAnswer = 200;
  receiver = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      received.push({
        form: new Map(new URLSearchParams(body)),
        signature: request.headers["x-freshbooks-hmac-sha256"] as string | undefined,
        contentType: request.headers["content-type"],
      });
      response.writeHead(statusToAnswer).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  uri = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks/freshbooks`;
});

afterEach(async () => {
  await session.simulator.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const events = (method: string, id = "", callback?: Json): Promise<Answer> =>
  session.call(method, `/events/account/${session.accountId}/events/callbacks${id}`, {
    ...(callback === undefined ? {} : { body: { callback } }),
  });
const idle = () => session.control("GET", "webhooks/idle");
const createClient = () => session.object("POST", "users/clients", clientBody());

async function register(event: string): Promise<number> {
  return Number(objectOf(await events("POST", "", { event, uri }))["callbackid"]);
}

async function verify(callbackid: number): Promise<string> {
  await idle();
  const handshake = received.findLast((one) => one.form.get("object_id") === String(callbackid));
  const verifier = handshake?.form.get("verifier") ?? "";
  const verified = await events("PUT", `/${callbackid}`, { callbackid, verifier });
  expect(objectOf(verified)["verified"]).toBe(true);
  received = [];
  return verifier;
}

test("a new callback is unverified and its address gets the verifier (quirk 32)", async () => {
  const created = objectOf(await events("POST", "", { event: "client.create", uri }));
  expect(created).toMatchObject({ event: "client.create", uri, verified: false });
  await idle();
  expect(received).toHaveLength(1);
  const { form, contentType } = received[0] as Received;
  expect(contentType).toBe("application/x-www-form-urlencoded");
  expect(form.get("name")).toBe("callback.verify");
  expect(form.get("object_id")).toBe(String(created["callbackid"]));
  expect(form.get("verifier")).toMatch(/^[0-9a-f]{32}$/);
});

test("nothing is delivered before the callback is verified, and ids alone after it (quirk 32)", async () => {
  const id = await register("client.create");
  await idle();
  received = [];
  await createClient();
  await idle();
  expect(received).toEqual([]);
  await events("PUT", `/${id}`, { resend: true });
  const verifier = await verify(id);
  const client = await createClient();
  await idle();
  expect(received).toHaveLength(1);
  const { form, signature } = received[0] as Received;
  expect(Object.fromEntries(form)).toEqual({
    name: "client.create",
    object_id: String(client["id"]),
    account_id: session.accountId,
    business_id: session.simulator.credentials["businessId"],
    identity_id: "1234",
    user_id: "1",
  });
  expect(signature).toBe(signForm(form, verifier));
});

test("a wrong verifier leaves the callback unverified", async () => {
  const id = await register("client.create");
  const refused = await events("PUT", `/${id}`, { verifier: "guess" });
  expect([refused.status, refused.body["errno"]]).toEqual([422, 422]);
  expect(objectOf(await events("GET", `/${id}`))["verified"]).toBe(false);
});

test("a noun hears of creating, changing and deleting", async () => {
  await verify(await register("client"));
  const { id } = await createClient();
  await session.books("PUT", `users/clients/${id}`, { client: { fname: "Eve" } });
  await session.books("PUT", `users/clients/${id}`, { client: { vis_state: 1 } });
  await idle();
  expect(received.map(({ form }) => form.get("name"))).toEqual([
    "client.create",
    "client.update",
    "client.delete",
  ]);
});

test("an unknown event and a relative address are refused together", async () => {
  const refused = await events("POST", "", { event: "client.exploded", uri: "/hooks" });
  expect(refused.status).toBe(422);
  expect(refused.body["details"]).toEqual([
    "event: Value error, Unrecognized event.",
    "uri: Input should be a valid URL, relative URL without a base",
  ]);
});

test("a callback needs the right to read what it hears of", async () => {
  const pair = await session.control("POST", "access-token", { scopes: ["user:clients:read"] });
  const token = String(pair.body["access_token"]);
  const path = `/events/account/${session.accountId}/events/callbacks`;
  const post = (event: string) =>
    session.call("POST", path, { token, body: { callback: { event, uri } } });
  expect((await post("client.create")).status).toBe(200);
  expect((await post("invoice.create")).status).toBe(403);
});

test("callbacks are listed by event or its noun, and deleting answers 204 and ends delivery", async () => {
  const id = await register("client");
  await verify(id);
  await register("invoice.create");
  const found = await events("GET", "?search[event]=client.create");
  expect(listOf(found).map((callback) => callback["callbackid"])).toEqual([id]);
  const deleted = await events("DELETE", `/${id}`);
  expect([deleted.status, deleted.body["text"]]).toEqual([204, ""]);
  expect((await events("GET", `/${id}`)).body).toEqual({
    errno: 404,
    message: "Requested resource could not be found.",
  });
  await idle();
  received = [];
  await createClient();
  await idle();
  expect(received).toEqual([]);
});

test("webhooks can be lost, doubled and reordered", async () => {
  await verify(await register("client.create"));
  const fault = (body: Json) => session.control("POST", "faults", body);
  await fault({ kind: "webhook-lost", count: 1 });
  await fault({ kind: "webhook-duplicate", nth: 1 });
  await fault({ kind: "webhook-out-of-order", nth: 2, delayMs: 5_000 });
  const lost = await createClient();
  const doubled = await createClient();
  const late = await createClient();
  const last = await createClient();
  await expect.poll(() => received.length).toBe(4);
  const ids = received.map(({ form }) => Number(form.get("object_id")));
  expect(ids).not.toContain(lost["id"]);
  expect(ids).toEqual([doubled["id"], doubled["id"], last["id"], late["id"]]);
});

test("a failing receiver is not tried again unless the sandbox is set to", async () => {
  await verify(await register("client.create"));
  statusToAnswer = 500;
  await createClient();
  await idle();
  expect(received).toHaveLength(1);
  await session.control("POST", "settings", { webhookRetries: 2 });
  await createClient();
  await idle();
  expect(received).toHaveLength(4);
});
