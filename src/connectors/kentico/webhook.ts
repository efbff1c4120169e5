// The webhook trigger: deliveries of our Kentico module, signed by Standard Webhooks. An event only
// says what changed; also events our own writes caused are passed on, as flows compare contents.

import { verifyStandardWebhook } from "../../connector-kit/standard-webhooks.ts";
import type {
  ReceivedEvent,
  WebhookRegistration,
  WebhookTrigger,
} from "../../connector-kit/trigger.ts";
import { IntegrationError } from "../../core/errors.ts";
import { type JsonObject, parseJson } from "../../core/json.ts";
import { registerWebhook } from "./operations/register-webhook.ts";
import { type WebhookEnvelope, webhookEnvelope } from "./wire/webhook-envelope.ts";

const bodyBytesMax = 262_144;

/** The module's event types -> canonical ones. */
const eventTypes: Readonly<Record<string, string>> = {
  "order.created": "order.created",
  "order.updated": "order.updated",
  "order.status_changed": "order.updated",
  "order.paid": "order.paid",
  "order.deleted": "order.deleted",
  "customer.created": "customer.created",
  "customer.updated": "customer.updated",
  "customer.deleted": "customer.deleted",
  "product.created": "item.created",
  "product.updated": "item.updated",
  "product.deleted": "item.deleted",
};

function malformed(problem: string, cause?: unknown): IntegrationError {
  return new IntegrationError("REQUEST_INVALID", `The webhook is not readable: ${problem}.`, {
    cause,
  });
}

function readEnvelope(rawBody: Uint8Array): WebhookEnvelope {
  let body: unknown;
  try {
    body = parseJson(new TextDecoder("utf-8", { fatal: true }).decode(rawBody));
  } catch (cause) {
    throw malformed("its body is not JSON in UTF-8", cause);
  }
  const parsed = webhookEnvelope.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw malformed(`${issue?.path.join(".") || "body"}: ${issue?.message ?? ""}`);
}

/** Types this version does not know, and test.ping, are accepted and amount to nothing. */
function eventsOf({ type, timestamp, data }: WebhookEnvelope, id: string): ReceivedEvent[] {
  const canonical = Object.hasOwn(eventTypes, type) ? eventTypes[type] : undefined;
  if (canonical === undefined) return [];
  if (!data.object) throw malformed(`a ${type} must say which object it is about`);
  return [
    {
      dedupeKey: id,
      type: canonical,
      entity: canonical.slice(0, canonical.indexOf(".")),
      entityId: String(data.object.id),
      time: timestamp,
      data: { type, ...(data as JsonObject) },
    },
  ];
}

/**
 * The module of an installation posts for all its sites, and an order is read by its number whatever
 * its site: orders of another site are not this connection's. Customers and products may be shared.
 */
function isOfAnotherSite({ type, data }: WebhookEnvelope, settings: JsonObject): boolean {
  const own = settings["siteName"];
  const site = data.source?.site;
  if (!type.startsWith("order.") || typeof own !== "string" || own === "" || !site) return false;
  return site.toLowerCase() !== own.toLowerCase();
}

export const kenticoWebhook: WebhookTrigger = {
  title: "Ledgerline webhook module",
  events: Object.keys(eventTypes),
  receive({ headers, rawBody }, { settings, secrets, now }) {
    if (rawBody.byteLength > bodyBytesMax) throw malformed("it is larger than 256 KiB");
    const { id } = verifyStandardWebhook({
      headers,
      rawBody,
      secrets: Object.values(secrets),
      now,
    });
    const envelope = readEnvelope(rawBody);
    const events = isOfAnotherSite(envelope, settings) ? [] : eventsOf(envelope, id);
    return { kind: "events", events };
  },
  /** One row of the module takes all events. */
  async register(input, context): Promise<WebhookRegistration[]> {
    const row = await registerWebhook.run(input, context);
    return [{ id: String(row.WebhookID), event: "*", verified: true }];
  },
};
