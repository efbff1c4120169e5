// What makes two received facts one: the delivery id of the sender, whenever and however often it comes.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signStandardWebhook } from "../../src/connector-kit/standard-webhooks.ts";
import { kenticoWebhook } from "../../src/connectors/kentico/webhook.ts";
import { holds } from "../support/generated.ts";

const secret = `whsec_${Buffer.alloc(32, 3).toString("base64")}`;
const happened = "2026-03-01T10:00:00.000Z";

/** One attempt to deliver; only the times of the attempts differ. */
interface Delivery {
  id: string;
  orderId: number;
  type: string;
  sentAt: number;
}

function keyOf({ id, orderId, type, sentAt: timestamp }: Delivery) {
  const body = JSON.stringify({
    type,
    timestamp: happened,
    data: { object: { id: orderId, type: "ecommerce.order" } },
  });
  const verdict = kenticoWebhook.receive(
    {
      headers: {
        "webhook-id": id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": signStandardWebhook({ id, timestamp, body }, secret),
      },
      rawBody: Buffer.from(body),
    },
    { settings: {}, secrets: { secret }, now: new Date(timestamp * 1_000) },
  );
  return verdict.kind === "events" ? verdict.events.map(({ dedupeKey }) => dedupeKey) : [];
}

const id = fc.stringMatching(/^[A-Za-z0-9_.-]{1,40}$/);
const sentAt = fc.integer({ min: 1_700_000_000, max: 1_900_000_000 });
const delivery: fc.Arbitrary<Delivery> = fc.record({
  id,
  orderId: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  type: fc.constantFrom("order.created", "order.updated", "order.paid", "order.deleted"),
  sentAt,
});

describe("a webhook that is delivered again", () => {
  it("has the key of the first time, whenever it comes", () => {
    holds(
      fc.property(delivery, sentAt, (first, later) => {
        expect(keyOf({ ...first, sentAt: later })).toEqual(keyOf(first));
        expect(keyOf(first)).toEqual([first.id]);
      }),
    );
  });

  it("has another key than any other delivery, also one that says the same", () => {
    holds(
      fc.property(delivery, id, (one, other) => {
        fc.pre(one.id !== other);
        expect(keyOf({ ...one, id: other })).not.toEqual(keyOf(one));
      }),
    );
  });
});
