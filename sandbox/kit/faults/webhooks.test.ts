// What leaves the outbox when webhooks are lost, repeated, delayed, reordered or spoilt.
import { expect, test } from "vitest";
import type { Fault } from "../fault.ts";
import { FaultSwitchboard } from "../fault-switchboard.ts";
import { realOutside } from "../outside.ts";
import { seededRandom } from "../seeded-random.ts";
import type { DeliveryVariant } from "../webhook-fault.ts";
import { webhookOutbox } from "../webhook-outbox.ts";

interface Sent extends DeliveryVariant {
  topic: string;
}

/** Posts one webhook per topic, all about the same order, and gives what was sent. */
async function send(topics: string[], ...faults: Fault[]): Promise<Sent[]> {
  const switchboard = new FaultSwitchboard(seededRandom(1));
  for (const fault of faults) switchboard.arm(fault);
  const outbox = webhookOutbox(switchboard, realOutside);
  const sent: Sent[] = [];
  for (const topic of topics) {
    outbox.post({
      topic,
      subject: "order 12",
      key: "one",
      send: async (_signal, variant) => void sent.push({ topic, ...variant }),
    });
  }
  await outbox.idle();
  return sent;
}

async function topicsSent(topics: string[], ...faults: Fault[]): Promise<string[]> {
  return (await send(topics, ...faults)).map(({ topic }) => topic);
}

test("F36: a duplicated webhook is sent as often as ordered, in the same bytes", async () => {
  const sent = await send(["a", "b"], {
    kind: "webhook-duplicate",
    route: { path: "b" },
    times: 3,
  });
  expect(sent.map(({ topic, isRewritten }) => [topic, isRewritten])).toEqual([
    ["a", false],
    ["b", false],
    ["b", false],
    ["b", false],
  ]);
});

test("F36: the repetitions come in other bytes, each in its own", async () => {
  const sent = await send(["a"], { kind: "webhook-duplicate", times: 3, rewritten: true });
  expect(sent.map(({ isRewritten, copy }) => [isRewritten, copy])).toEqual([
    [false, 0],
    [true, 1],
    [true, 2],
  ]);
});

test("F37: an out-of-order webhook is sent after the next one, and alone all the same", async () => {
  const fault: Fault = { kind: "webhook-out-of-order", nth: 1 };
  expect(await topicsSent(["a", "b", "c"], fault)).toEqual(["b", "a", "c"]);
  expect(await topicsSent(["a"], fault)).toEqual(["a"]);
});

test("F38: a delayed webhook is pending until it was sent", async () => {
  const fault: Fault = { kind: "webhook-delay", nth: 1, delayMs: 20 };
  expect(await topicsSent(["a", "b"], fault)).toEqual(["b", "a"]);
});

test("F39: a lost webhook is never sent, whatever else is armed", async () => {
  const duplicate: Fault = { kind: "webhook-duplicate" };
  expect(await topicsSent(["a", "b"], { kind: "webhook-lost", nth: 1 }, duplicate)).toEqual([
    "b",
    "b",
  ]);
});

test("F40: a deletion is sent before the creation of what it deletes", async () => {
  const topics = ["order.created", "order.paid", "order.deleted"];
  expect(await topicsSent(topics, { kind: "webhook-delete-first", nth: 1 })).toEqual([
    "order.paid",
    "order.deleted",
    "order.created",
  ]);
  const impatient: Fault = { kind: "webhook-delete-first", delayMs: 10 };
  expect(await topicsSent(["order.created"], impatient)).toEqual(["order.created"]);
});

test("F42: a storm is spread over its time", async () => {
  const startedAt = performance.now();
  const sent = await send(["a"], { kind: "webhook-storm", times: 200, withinMs: 100 });
  expect(sent).toHaveLength(200);
  expect(performance.now() - startedAt).toBeGreaterThan(90);
});

test("F41, F43, F44: faults that are due spoil one delivery together", async () => {
  const [sent] = await send(
    ["a"],
    { kind: "webhook-bad-signature" },
    { kind: "webhook-unknown-account" },
    { kind: "webhook-refused", times: 2 },
  );
  expect(sent).toMatchObject({
    isBadlySigned: true,
    isForUnknownAccount: true,
    refusedAttempts: 2,
  });
});
