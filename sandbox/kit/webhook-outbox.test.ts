// The outbox without faults, and at its end. What faults do to it is tested in faults/webhooks.test.ts.
import { expect, test } from "vitest";
import { FaultSwitchboard } from "./fault-switchboard.ts";
import { realOutside } from "./outside.ts";
import { seededRandom } from "./seeded-random.ts";
import { webhookOutbox } from "./webhook-outbox.ts";

test("without faults every webhook arrives once and in order", async () => {
  const outbox = webhookOutbox(new FaultSwitchboard(seededRandom(1)), realOutside);
  const received: string[] = [];
  for (const topic of ["a", "b", "c"]) {
    outbox.post({ topic, subject: topic, key: "one", send: async () => void received.push(topic) });
  }
  await outbox.idle();
  expect(received).toEqual(["a", "b", "c"]);
});

test("a receiver that fails does not stop the next webhook, and closing drops what is left", async () => {
  const outbox = webhookOutbox(new FaultSwitchboard(seededRandom(1)), realOutside);
  const received: string[] = [];
  outbox.post({
    topic: "a",
    subject: "a",
    key: "one",
    send: () => Promise.reject(new Error("down")),
  });
  outbox.post({ topic: "b", subject: "b", key: "one", send: async () => void received.push("b") });
  await outbox.idle();
  expect(received).toEqual(["b"]);
  outbox.close();
  outbox.post({ topic: "c", subject: "c", key: "one", send: async () => void received.push("c") });
  await outbox.idle();
  expect(received).toEqual(["b"]);
});
