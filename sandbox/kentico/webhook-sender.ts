// Sends what the module put into its outbox: signed, retried on a schedule, given up in the end.
// Which events there are and what they contain is decided in webhook-module.ts.
import type { FaultSwitchboard } from "../kit/fault-switchboard.ts";
import type { Outside, OutsideAnswer } from "../kit/outside.ts";
import type { DeliveryVariant } from "../kit/webhook-fault.ts";
import { type WebhookOutbox, webhookOutbox } from "../kit/webhook-outbox.ts";
import type { Shop } from "./shop.ts";
import type { Row } from "./tables.ts";
import { type DeliveredContent, deliveredContent } from "./webhook-content.ts";
import { webhookSignature } from "./webhook-signature.ts";

export interface Delivery {
  /** `webhook-id`, the same on every attempt and for every duplicate. */
  id: string;
  type: string;
  /** What it is about, such as `ecommerce.order:12`. */
  subject: string;
  orderId: number | null;
  subscriptionId: number;
  body: string;
  attempts: number;
  /** HTTP status of the last attempt; null before the first and when no answer came. */
  lastStatus: number | null;
  deliveredAt: string | null;
  state: "pending" | "delivered" | "dead";
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Pauses before each attempt: quick ones first, so that a restart of the receiver is survived. */
const PAUSES_MS = [
  0,
  200,
  SECOND,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
const ANSWER_TIMEOUT_MS = 15 * SECOND;
const CONCURRENCY = 16;
/** The old secret goes on signing for so long after a rotation. */
const ROTATION_MS = 24 * HOUR;
const DELIVERIES_MAX = 100_000;

interface AttemptRequest {
  /** Null when nobody listens. */
  url: string | null;
  headers: Record<string, string>;
  body: string;
}

interface Verdict {
  isDelivered: boolean;
  isGone: boolean;
  retryAfterMs?: number;
}

export class WebhookSender {
  readonly deliveries: Delivery[] = [];
  private readonly shop: Shop;
  private readonly outside: Outside;
  private readonly outbox: WebhookOutbox;
  private readonly retired = new Map<number, { secret: string; untilMs: number }>();
  private readonly waiting: (() => void)[] = [];
  private inFlight = 0;

  constructor(shop: Shop, faults: FaultSwitchboard, outside: Outside) {
    this.shop = shop;
    this.outside = outside;
    this.outbox = webhookOutbox(faults, outside);
    shop.tables.onEvent(({ type, kind, row, before, changed }) => {
      if (type !== "ledgerline.webhook" || kind !== "update") return;
      if (changed.includes("WebhookSecret")) this.retireSecret(row, before ?? {});
    });
  }

  post(delivery: Delivery): void {
    if (this.deliveries.length >= DELIVERIES_MAX) this.deliveries.splice(0, DELIVERIES_MAX / 2);
    this.deliveries.push(delivery);
    this.send(delivery);
  }

  /** Sends a delivery again under its `webhook-id`; false when there is none of that id. */
  resend(id: string): boolean {
    const delivery = this.deliveries.find((each) => each.id === id);
    if (delivery !== undefined) this.send(delivery);
    return delivery !== undefined;
  }

  pending(): number {
    return this.outbox.pending();
  }

  idle(): Promise<void> {
    return this.outbox.idle();
  }

  close(): void {
    this.outbox.close();
  }

  private send(delivery: Delivery): void {
    this.outbox.post({
      topic: delivery.type,
      subject: delivery.subject,
      key: delivery.id,
      send: (signal, variant) => this.attemptAll(delivery, variant, signal),
    });
  }

  private async attemptAll(
    delivery: Delivery,
    variant: DeliveryVariant,
    signal: AbortSignal,
  ): Promise<void> {
    const content = deliveredContent(delivery, variant);
    let retryAfterMs: number | undefined;
    for (const [attempts, pauseMs] of PAUSES_MS.entries()) {
      await this.outside.sleep(retryAfterMs ?? this.withJitter(pauseMs), signal);
      const subscription = this.shop.tables.get("ledgerline.webhook", delivery.subscriptionId);
      if (subscription === undefined || subscription["WebhookEnabled"] !== true) break;
      const url = attempts < variant.refusedAttempts ? null : String(subscription["WebhookUrl"]);
      const request = { url, headers: this.headers(content, subscription), body: content.body };
      const verdict = await this.limited(() => this.attempt(delivery, request, signal));
      if (verdict.isDelivered) return;
      if (verdict.isGone) {
        this.disable(delivery.subscriptionId);
        break;
      }
      retryAfterMs = verdict.retryAfterMs;
    }
    if (delivery.state === "pending") delivery.state = "dead";
  }

  /** Long pauses are spread by up to a tenth, so that many deliveries don't come back at once. */
  private withJitter(pauseMs: number): number {
    return pauseMs < MINUTE ? pauseMs : pauseMs * (0.9 + 0.2 * this.shop.chance.float());
  }

  private async attempt(
    delivery: Delivery,
    { url, headers, body }: AttemptRequest,
    signal: AbortSignal,
  ): Promise<Verdict> {
    delivery.attempts += 1;
    delivery.lastStatus = null;
    if (url === null) return { isDelivered: false, isGone: false };
    try {
      const message = { headers, body, timeoutMs: ANSWER_TIMEOUT_MS, signal };
      return this.judge(delivery, await this.outside.post(url, message));
    } catch {
      return { isDelivered: false, isGone: false };
    }
  }

  private headers(content: DeliveredContent, target: Row): Record<string, string> {
    const { webhookClockSkewSeconds, webhookSignature: mode } = this.shop.settings;
    const seconds = Math.floor(this.shop.clock.now().getTime() / SECOND);
    const timestamp = seconds + webhookClockSkewSeconds;
    const headers: Record<string, string> = {
      "content-type": "application/json",
      "webhook-id": content.id,
      "webhook-timestamp": String(timestamp),
    };
    if (mode === "missing") return headers;
    const isWrong = mode === "wrong" || content.isBadlySigned;
    const body = isWrong ? `${content.body} ` : content.body;
    const signed = { id: content.id, timestamp, body };
    headers["webhook-signature"] = webhookSignature(signed, this.secretsOf(target));
    return headers;
  }

  private judge(delivery: Delivery, answer: OutsideAnswer): Verdict {
    const { status } = answer;
    delivery.lastStatus = status;
    if (status >= 200 && status < 300) {
      delivery.state = "delivered";
      delivery.deliveredAt ??= this.shop.clock.now().toISOString();
      return { isDelivered: true, isGone: false };
    }
    const mayTellWhen = status === 429 || status === 503;
    const retryAfterMs = mayTellWhen ? this.retryAfterMs(answer) : undefined;
    return { isDelivered: false, isGone: status === 410, retryAfterMs };
  }

  /** `retry-after` in seconds or as a date; undefined when absent or unreadable. */
  private retryAfterMs({ retryAfter }: OutsideAnswer): number | undefined {
    const header = retryAfter ?? "";
    if (/^\d{1,6}$/.test(header)) return Number(header) * SECOND;
    const at = Date.parse(header);
    if (Number.isNaN(at)) return undefined;
    return Math.max(0, at - this.shop.clock.now().getTime());
  }

  private disable(subscriptionId: number): void {
    const module = { userId: null, origin: "admin" } as const;
    this.shop.tables.update(
      "ledgerline.webhook",
      subscriptionId,
      { WebhookEnabled: false },
      module,
    );
  }

  private retireSecret(row: Row, before: Row): void {
    const untilMs = this.shop.clock.now().getTime() + ROTATION_MS;
    this.retired.set(Number(row["WebhookID"]), {
      secret: String(before["WebhookSecret"]),
      untilMs,
    });
  }

  private secretsOf(target: Row): string[] {
    const retired = this.retired.get(Number(target["WebhookID"]));
    const isRotating = retired !== undefined && this.shop.clock.now().getTime() < retired.untilMs;
    return [String(target["WebhookSecret"]), ...(isRotating ? [retired.secret] : [])];
  }

  private async limited<T>(work: () => Promise<T>): Promise<T> {
    if (this.inFlight >= CONCURRENCY) await new Promise<void>((go) => this.waiting.push(go));
    else this.inFlight += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.inFlight -= 1;
      else next();
    }
  }
}
