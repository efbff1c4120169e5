// How changes of the other system reach us: pushed by webhook, or polled.

import type { JsonObject } from "../core/json.ts";
import type { CallContext } from "./operation.ts";

/** A received fact. It only marks an entity as changed; flows read the current state. */
export interface ReceivedEvent {
  /** The vendor's id of this delivery, the same on every repetition; null when it has none. */
  dedupeKey: string | null;
  /** Canonical type: `<message>.<what happened>`, such as "order.created". */
  type: string;
  /** Canonical message name of what changed, such as "order". */
  entity: string;
  /** The vendor's id of what changed. */
  entityId: string;
  /** When it happened (ISO 8601), as the vendor says. */
  time: string | null;
  /** What came in, without secrets. */
  data: JsonObject;
}

export interface WebhookRequest {
  /** Header names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** The body byte for byte as it came. */
  rawBody: Uint8Array;
}

/** What a webhook amounts to. A handshake is remembered and confirmed by the connector's `confirm`. */
export type WebhookVerdict =
  | { kind: "events"; events: ReceivedEvent[] }
  | { kind: "handshake"; callbackId: string; verifier: string };

export interface WebhookContext {
  settings: JsonObject;
  /** Secrets that sign this connection's webhooks: by callback id, or under "default". */
  secrets: Readonly<Record<string, string>>;
  now: Date;
}

/** One registered webhook of the vendor. */
export interface WebhookRegistration {
  /** Vendor's id of the registration. */
  id: string;
  event: string;
  verified: boolean;
  /** Secret to keep for it, if the registration brought one. */
  secret?: string;
}

export interface WebhookTrigger {
  title: string;
  /** Events that are registered by default, in the vendor's words. */
  events: readonly string[];
  /**
   * Checks the signature over the raw body, then reads it. Pure; throws SIGNATURE_INVALID (401) or
   * REQUEST_INVALID (400).
   */
  receive(request: WebhookRequest, context: WebhookContext): WebhookVerdict;
  /** Registers our address with the vendor; registering twice gives the same registrations. */
  register(
    input: { url: string; secret: string },
    context: CallContext,
  ): Promise<WebhookRegistration[]>;
  /** Answers a handshake, for vendors that have one. */
  confirm?(input: { callbackId: string; verifier: string }, context: CallContext): Promise<void>;
}

export interface PollPage {
  events: ReceivedEvent[];
  /** Where the next poll goes on; stored together with the events. */
  cursor: JsonObject;
  /** True when there is more to fetch right away. */
  hasMore: boolean;
}

export interface PollTrigger {
  id: string;
  title: string;
  /** Canonical message polled. */
  entity: string;
  defaultEveryMs: number;
  /** Fetches what changed since the cursor (null on the first poll), with an overlap; repeats are harmless. */
  poll(cursor: JsonObject | null, context: CallContext): Promise<PollPage>;
}
