// Sends webhooks to the platform as the vendors do, or as somebody else would: signed, altered, old.

import { webhookSignature } from "../../../sandbox/kentico/webhook-signature.ts";
import { booksName, shopName } from "../../../src/cli/demo/connect-sandbox.ts";
import { webhookSecrets } from "../../../src/engine/webhook-setup.ts";
import { findConnection } from "../../../src/store/connections.ts";
import type { World } from "../../support/world.ts";

export interface ShopHook {
  body?: string;
  /** Seconds the signature's time lies in the past. */
  ageSeconds?: number;
  /** The id of the delivery. */
  id?: string;
  /** Signs with a secret of somebody else. */
  forged?: boolean;
  /** Path below the platform's address, instead of the connection's own. */
  path?: string;
}

export interface HookAnswer {
  status: number;
  retryAfter: string | null;
  code: string | undefined;
}

/** What the shop's module posts about an order. */
export function orderCreated(orderId: number): string {
  const object = { type: "ecommerce.order", id: orderId };
  return JSON.stringify({
    type: "order.created",
    timestamp: new Date().toISOString(),
    data: { object },
  });
}

/** Whoever takes the webhooks. */
export type Receiver = Pick<World, "setup" | "publicUrl">;

export async function hookPath(world: Receiver, connectionName: string): Promise<string> {
  const connection = await findConnection(world.setup.db, connectionName);
  return `/hooks/${connection.connector}/${connection.hook_token}`;
}

const foreignSecret = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;

/** A delivery of the shop's module. Read the path and the secret before the database goes. */
export async function shopSender(
  world: Receiver,
): Promise<(hook: ShopHook) => Promise<HookAnswer>> {
  const ownPath = await hookPath(world, shopName);
  const { id: connectionId } = await findConnection(world.setup.db, shopName);
  const secrets = Object.values(await webhookSecrets(world.setup, connectionId));
  return async ({ body = "{}", ageSeconds = 0, id = "msg_1", forged = false, path = ownPath }) => {
    const timestamp = Math.floor(Date.now() / 1_000) - ageSeconds;
    const content = { id, timestamp, body };
    return post(`${world.publicUrl}${path}`, body, {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": webhookSignature(content, forged ? [foreignSecret] : secrets),
    });
  };
}

/** A form of FreshBooks, unsigned unless a header says otherwise. */
export async function postBooksForm(
  world: World,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<HookAnswer> {
  const path = await hookPath(world, booksName);
  const type = { "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams(form).toString();
  return post(`${world.publicUrl}${path}`, body, { ...type, ...headers });
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<HookAnswer> {
  const answer = await fetch(url, { method: "POST", headers, body });
  const problem = (await answer.json()) as { code?: string };
  return {
    status: answer.status,
    retryAfter: answer.headers.get("retry-after"),
    code: problem.code,
  };
}
