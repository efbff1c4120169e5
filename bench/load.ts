// Sends webhooks: as fast as they are accepted, or at a steady rate. They are signed before the clock runs.

import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { signStandardWebhook } from "../src/connector-kit/standard-webhooks.ts";

export interface Target {
  url: string;
  /** Signs the webhooks; none for a receiver that checks nothing. */
  secret?: string;
}

interface SignedHook {
  order: string;
  headers: Record<string, string>;
  body: string;
}

export interface Sent {
  /** Order -> when its webhook was sent, milliseconds of the clock all processes share. */
  sentAtMs: Map<string, number>;
  /** How long each answer took. */
  answeredMs: number[];
  seconds: number;
}

const senders = 48;

export function signHooks(orders: readonly string[], { secret }: Target): SignedHook[] {
  const timestamp = Math.floor(Date.now() / 1_000);
  return orders.map((order) => {
    const body = JSON.stringify({ type: "order.created", id: order });
    const id = `bench-${order}`;
    const signature = secret ? signStandardWebhook({ id, timestamp, body }, secret) : "";
    const headers = {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": signature,
    };
    return { order, headers, body };
  });
}

/** Sends each webhook once; at `perSecond`, or with all senders busy when it is absent. Any refusal throws. */
export async function sendHooks(
  target: Target,
  hooks: readonly SignedHook[],
  perSecond?: number,
): Promise<Sent> {
  const { origin, pathname: path } = new URL(target.url);
  const pool = new Pool(origin, { connections: senders });
  const sent: Sent = { sentAtMs: new Map(), answeredMs: [], seconds: 0 };
  const startedMs = performance.now();
  const send = async ({ order, headers, body }: SignedHook) => {
    const beganMs = performance.now();
    sent.sentAtMs.set(order, Date.now());
    const answer = await pool.request({ path, method: "POST", headers, body });
    await answer.body.dump();
    if (answer.statusCode !== 202) throw new Error(`A webhook got ${answer.statusCode}.`);
    sent.answeredMs.push(performance.now() - beganMs);
  };
  await (perSecond ? sendSteadily(hooks, perSecond, send) : sendFast(hooks, send));
  sent.seconds = (performance.now() - startedMs) / 1_000;
  await pool.close();
  return sent;
}

type Send = (hook: SignedHook) => Promise<void>;

async function sendFast(hooks: readonly SignedHook[], send: Send): Promise<void> {
  const queue = hooks.values();
  const lane = async () => {
    for (const hook of queue) await send(hook);
  };
  await Promise.all(Array.from({ length: senders }, lane));
}

/** Whatever is due by now is sent, so that a late timer does not lower the rate. */
async function sendSteadily(hooks: readonly SignedHook[], perSecond: number, send: Send) {
  const startedMs = performance.now();
  const sending: Promise<void>[] = [];
  for (const [index, hook] of hooks.entries()) {
    const dueMs = (index / perSecond) * 1_000;
    while (performance.now() - startedMs < dueMs) await sleep(1);
    sending.push(send(hook));
  }
  await Promise.all(sending);
}
