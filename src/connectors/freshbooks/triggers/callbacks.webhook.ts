// Registers our address with FreshBooks, one callback per event, and confirms the handshakes.

import type { CallContext } from "../../../connector-kit/operation.ts";
import type { WebhookRegistration, WebhookTrigger } from "../../../connector-kit/trigger.ts";
import type { CallEffect } from "../../../core/call-outcome.ts";
import { IntegrationError } from "../../../core/errors.ts";
import type { Json } from "../../../core/json.ts";
import { callFreshbooks, unusableAnswer } from "../client.ts";
import { readAllRows } from "../paging.ts";
import { accountIdOf } from "../settings.ts";
import { type Callback, callbackSchema } from "../wire/callback.ts";
import { receiveWebhook } from "./webhook-delivery.ts";

const events = ["client", "invoice", "payment", "item"].flatMap((noun) =>
  ["create", "update", "delete"].map((verb) => `${noun}.${verb}`),
);

function pathOf(context: CallContext, id?: string): string {
  const path = `/events/account/${accountIdOf(context)}/events/callbacks`;
  return id === undefined ? path : `${path}/${encodeURIComponent(id)}`;
}

function parseCallback(value: Json | undefined, effect: CallEffect): Callback {
  const parsed = callbackSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw unusableAnswer(effect, "it holds no callback as documented");
}

function registrationOf(callback: Callback): WebhookRegistration {
  const { callbackid, id, event, verified } = callback;
  return { id: String(callbackid ?? id), event, verified };
}

async function listCallbacks(context: CallContext): Promise<Callback[]> {
  const list = { path: pathOf(context), plural: "callbacks", query: [] };
  const rows = await readAllRows(context, list);
  return rows.map((row) => parseCallback(row, "read"));
}

async function createCallback(
  context: CallContext,
  callback: { event: string; uri: string },
): Promise<Callback> {
  const result = await callFreshbooks(context, {
    method: "POST",
    path: pathOf(context),
    json: { callback },
    effect: "create",
  });
  return parseCallback(result["callback"], "create");
}

async function changeCallback(
  context: CallContext,
  id: string,
  change: { verifier: string } | { resend: true },
): Promise<Callback> {
  const result = await callFreshbooks(context, {
    method: "PUT",
    path: pathOf(context, id),
    json: { callback: { callbackid: Number(id), ...change } },
    effect: "update",
  });
  return parseCallback(result["callback"], "update");
}

/** Keeps a registration that is there, asking for its handshake again until it is confirmed. */
async function ensureCallback(
  context: CallContext,
  wanted: { event: string; uri: string },
  present: readonly Callback[],
): Promise<WebhookRegistration> {
  const kept = present.find(({ event, uri }) => event === wanted.event && uri === wanted.uri);
  if (!kept) return registrationOf(await createCallback(context, wanted));
  const registration = registrationOf(kept);
  if (!registration.verified) await changeCallback(context, registration.id, { resend: true });
  return registration;
}

export const callbacksWebhook: WebhookTrigger = {
  title: "Changes in FreshBooks",
  events,
  receive: receiveWebhook,
  /** The secret of a callback is the verifier that FreshBooks sends in its handshake, not ours. */
  async register({ url }, context) {
    const present = await listCallbacks(context);
    const registrations: WebhookRegistration[] = [];
    for (const event of events) {
      registrations.push(await ensureCallback(context, { event, uri: url }, present));
    }
    return registrations;
  },
  async confirm({ callbackId, verifier }, context) {
    const { verified } = await changeCallback(context, callbackId, { verifier });
    if (verified) return;
    throw new IntegrationError(
      "SIGNATURE_INVALID",
      `FreshBooks did not accept the verifier of callback ${callbackId}.`,
    );
  },
};
