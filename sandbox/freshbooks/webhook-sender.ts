// Turns changes into webhook deliveries: only verified callbacks hear of them, and only ids are sent (quirk 32).
import type { FaultSwitchboard } from "../kit/fault-switchboard.ts";
import type { Outside } from "../kit/outside.ts";
import type { DeliveryVariant } from "../kit/webhook-fault.ts";
import { type WebhookOutbox, webhookOutbox } from "../kit/webhook-outbox.ts";
import type { Account } from "./account.ts";
import { identity } from "./identity.ts";
import type { CallbackFields, Row } from "./records.ts";
import { signatureHeader, signForm } from "./webhook-signature.ts";

export interface WebhookAttempt {
  /** ISO instant of the attempt. */
  at: string;
  event: string;
  objectId: number;
  uri: string;
  /** The receiver's answer; null when there was none. */
  status: number | null;
}

/** The answer is waited for this long. */
const answerTimeoutMs = 10_000;
const attemptsKeptMax = 50_000;

export class WebhookSender {
  readonly outbox: WebhookOutbox;
  readonly #outside: Outside;
  attempts: WebhookAttempt[] = [];

  constructor(faults: FaultSwitchboard, outside: Outside) {
    this.#outside = outside;
    this.outbox = webhookOutbox(faults, outside);
  }

  /** Sends `event` to every verified callback that asked for it, for its noun, or for all. */
  announce(account: Account, event: string, objectId: number): void {
    const noun = event.split(".")[0] ?? event;
    for (const callback of account.callbacks.values()) {
      const { event: wanted, verified } = callback.fields;
      if (callback.visState === 1 || !verified) continue;
      if (![event, noun, "all"].includes(wanted)) continue;
      this.#post(account, callback, { event, objectId });
    }
  }

  /** Sends the verifier to the callback's address, as FreshBooks does after registering it. */
  handshake(account: Account, callback: Row<CallbackFields>): void {
    const verifier = callback.fields.verifier;
    const message = { event: "callback.verify", objectId: callback.id, extra: { verifier } };
    this.#post(account, callback, message);
  }

  #post(account: Account, callback: Row<CallbackFields>, message: Message): void {
    const { uri, verifier } = callback.fields;
    this.outbox.post({
      topic: message.event,
      subject: `${message.event.split(".")[0]} ${message.objectId}`,
      key: `${uri} ${message.objectId}`,
      send: (signal, variant) => {
        const form = formOf(account, message, variant);
        return this.#deliver(account, { ...message, uri, form, verifier, variant }, signal);
      },
    });
  }

  async #deliver(account: Account, delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { webhookDelayMs, webhookRetries } = account.world.settings;
    if (webhookDelayMs > 0) await this.#outside.sleep(webhookDelayMs, signal);
    for (let attempt = 0; attempt <= webhookRetries; attempt += 1) {
      const at = account.world.clock.now().toISOString();
      const { event, objectId, uri, variant } = delivery;
      const isRefused = attempt < variant.refusedAttempts;
      const status = isRefused ? null : await this.#send(delivery, signal);
      if (this.attempts.length >= attemptsKeptMax) this.attempts.shift();
      this.attempts.push({ at, event, objectId, uri, status });
      if (status !== null && status < 300) return;
    }
  }

  /** The status answered, or null when nothing came back. */
  async #send(delivery: Delivery, signal: AbortSignal): Promise<number | null> {
    const { uri, form, verifier, variant } = delivery;
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      [signatureHeader]: signForm(form, variant.isBadlySigned ? `not ${verifier}` : verifier),
    };
    const message = { headers, body: bodyOf(delivery), timeoutMs: answerTimeoutMs, signal };
    const answer = await this.#outside.post(uri, message).catch(() => null);
    return answer?.status ?? null;
  }
}

interface Message {
  event: string;
  objectId: number;
  extra?: Record<string, string>;
}

interface Delivery extends Message {
  uri: string;
  form: ReadonlyMap<string, string>;
  verifier: string;
  variant: DeliveryVariant;
}

/** Letters and digits like any account's, and nobody's. */
const unknownAccountId = "Qqq00q";

function formOf(
  account: Account,
  { event, objectId, extra = {} }: Message,
  { isForUnknownAccount }: DeliveryVariant,
): Map<string, string> {
  return new Map([
    ["name", event],
    ["object_id", String(objectId)],
    ["account_id", isForUnknownAccount ? unknownAccountId : account.accountId],
    ["business_id", String(account.businessId)],
    ["identity_id", String(identity.id)],
    ["user_id", String(identity.userId)],
    ...Object.entries(extra),
  ]);
}

/** Empty pairs at the end of a form mean nothing, and neither fields nor signature change with them. */
function bodyOf({ form, variant: { isRewritten, copy } }: Delivery): string {
  const body = new URLSearchParams([...form]).toString();
  return isRewritten ? `${body}${"&".repeat(copy)}` : body;
}
