// What a receiver gets of FreshBooks' webhooks when they are spoilt on their way.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Fault } from "../kit/fault.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../kit/webhook-receiver.fixture.ts";
import { clientBody, objectOf, openSession, type Session } from "./session.fixture.ts";
import { signForm } from "./webhook-signature.ts";

let session: Session;
let receiver: WebhookReceiver;
let verifier: string;

beforeEach(async () => {
  session = await openSession({ webhookRetries: 2 });
  receiver = await startWebhookReceiver();
  const path = `/events/account/${session.accountId}/events/callbacks`;
  const callback = { event: "client", uri: receiver.url };
  const registered = await session.call("POST", path, { body: { callback } });
  await idle();
  verifier = formOf(receiver.received.shift()?.body).get("verifier") ?? "";
  const id = objectOf(registered)["callbackid"];
  await session.call("PUT", `${path}/${id}`, { body: { callback: { verifier } } });
});
afterEach(async () => {
  await session.simulator.close();
  await receiver.close();
});

const idle = () => session.control("GET", "webhooks/idle");
const formOf = (body = "") => new Map(new URLSearchParams(body));

/** What is received of the creation of a client under faults, as forms. */
async function createUnder(...faults: Fault[]): Promise<Map<string, string>[]> {
  for (const fault of faults) await session.control("POST", "faults", fault);
  await session.object("POST", "users/clients", clientBody());
  await idle();
  return receiver.received.map(({ body }) => formOf(body));
}

const isSigned = (): boolean[] =>
  receiver.received.map(
    ({ body, headers }) => headers["x-freshbooks-hmac-sha256"] === signForm(formOf(body), verifier),
  );

test("F36: repetitions in other bytes say the same and are well signed", async () => {
  const [first, ...others] = await createUnder({
    kind: "webhook-duplicate",
    times: 3,
    rewritten: true,
  });
  expect(others).toEqual([first, first]);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(3);
  expect(isSigned()).toEqual([true, true, true]);
});

test("F40: a client's deletion is heard of before its creation", async () => {
  await session.control("POST", "faults", { kind: "webhook-delete-first" });
  const { id } = await session.object("POST", "users/clients", clientBody());
  await session.object("PUT", `users/clients/${id}`, { client: { vis_state: 1 } });
  await idle();
  const events = receiver.received.map(({ body }) => formOf(body).get("name"));
  expect(events).toEqual(["client.delete", "client.create"]);
});

test("F41: a wrong signature comes with a right form", async () => {
  const [form] = await createUnder({ kind: "webhook-bad-signature" });
  expect(form?.get("name")).toBe("client.create");
  expect(isSigned()).toEqual([false]);
});

test("F43: a well signed webhook speaks of an account nobody knows", async () => {
  const [form] = await createUnder({ kind: "webhook-unknown-account" });
  expect(form?.get("account_id")).not.toBe(session.accountId);
  expect(isSigned()).toEqual([true]);
});

test("F44: attempts that find nobody listening are followed by as many as FreshBooks makes", async () => {
  expect(await createUnder({ kind: "webhook-refused", times: 2, count: 1 })).toHaveLength(1);
  const { body } = await session.control("GET", "webhooks");
  const attempts = (body["attempts"] as { status: number | null }[]).slice(1);
  expect(attempts.map(({ status }) => status)).toEqual([null, null, 200]);
});
