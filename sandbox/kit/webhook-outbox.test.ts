// What a receiver sees when webhooks are lost, doubled, delayed or reordered.
import { expect, test } from "vitest";
import type { Fault } from "./fault.ts";
import { FaultSwitchboard } from "./fault-switchboard.ts";
import { seededRandom } from "./seeded-random.ts";
import { webhookOutbox } from "./webhook-outbox.ts";

async function deliver(topics: string[], ...faults: Fault[]): Promise<string[]> {
  const switchboard = new FaultSwitchboard(seededRandom(1));
  for (const fault of faults) switchboard.arm(fault);
  const outbox = webhookOutbox(switchboard);
  const received: string[] = [];
  for (const topic of topics) {
    outbox.post({ topic, key: "one", send: async () => void received.push(topic) });
  }
  await outbox.idle();
  return received;
}

test("without faults every webhook arrives once and in order", async () => {
  expect(await deliver(["a", "b", "c"])).toEqual(["a", "b", "c"]);
});

test("a lost webhook never arrives", async () => {
  expect(await deliver(["a", "b"], { kind: "webhook-lost", nth: 1 })).toEqual(["b"]);
});

test("a duplicated webhook arrives as often as ordered", async () => {
  const fault: Fault = { kind: "webhook-duplicate", route: { path: "b" }, times: 3 };
  expect(await deliver(["a", "b"], fault)).toEqual(["a", "b", "b", "b"]);
});

test("an out-of-order webhook arrives after the next one, and alone it still arrives", async () => {
  expect(await deliver(["a", "b", "c"], { kind: "webhook-out-of-order", nth: 1 })).toEqual([
    "b",
    "a",
    "c",
  ]);
  expect(await deliver(["a"], { kind: "webhook-out-of-order" })).toEqual(["a"]);
});

test("a delayed webhook is pending until it was sent", async () => {
  const fault: Fault = { kind: "webhook-delay", nth: 1, delayMs: 20 };
  expect(await deliver(["a", "b"], fault)).toEqual(["b", "a"]);
});

test("a receiver that fails does not stop the next webhook, and closing drops what is left", async () => {
  const outbox = webhookOutbox(new FaultSwitchboard(seededRandom(1)));
  const received: string[] = [];
  outbox.post({ topic: "a", key: "one", send: () => Promise.reject(new Error("down")) });
  outbox.post({ topic: "b", key: "one", send: async () => void received.push("b") });
  await outbox.idle();
  expect(received).toEqual(["b"]);
  outbox.close();
  outbox.post({ topic: "c", key: "one", send: async () => void received.push("c") });
  await outbox.idle();
  expect(received).toEqual(["b"]);
});
