// Sends webhooks in the background and lets the fault switchboard lose, repeat, delay, reorder or spoil
// them. What is sent, how it is signed and whether it is retried is each simulator's own business.
import { webhookFaultKinds, webhookFaults } from "./fault-catalogue.ts";
import type { FaultSwitchboard } from "./fault-switchboard.ts";
import type { Outside } from "./outside.ts";
import { type DeliveryPlan, type DeliveryVariant, plainVariant } from "./webhook-fault.ts";

interface WebhookDelivery {
  /** What faults match as a path, such as `invoice.create`. */
  topic: string;
  /** What it is about, such as `invoice 12`. */
  subject: string;
  /** Deliveries of one key keep their order; different keys go in parallel. */
  key: string;
  /** Makes one delivery, with its retries if the vendor has any; a rejection counts as undelivered. */
  send(signal: AbortSignal, variant: DeliveryVariant): Promise<void>;
}

export interface WebhookOutbox {
  post(delivery: WebhookDelivery): void;
  /** Deliveries not finished yet, delayed ones included. */
  pending(): number;
  /** Resolves once nothing is pending. */
  idle(): Promise<void>;
  /** Drops what is pending and aborts what is being sent. */
  close(): void;
}

const plainPlan: DeliveryPlan = {
  copies: 1,
  spreadMs: 0,
  delayMs: 0,
  holdUntil: null,
  holdMs: 0,
  variant: plainVariant,
};

/** Copies of a storm do not wait for each other: so many go at once. */
const lanes = 16;

export function webhookOutbox(faults: FaultSwitchboard, outside: Outside): WebhookOutbox {
  return new FaultyOutbox(faults, outside);
}

interface Held {
  isReleasedBy(posted: WebhookDelivery): boolean;
  send(): void;
}

class FaultyOutbox implements WebhookOutbox {
  readonly #faults: FaultSwitchboard;
  readonly #abort = new AbortController();
  readonly #tails = new Map<string, Promise<void>>();
  readonly #outside: Outside;
  #held: Held[] = [];
  #idleWaiters: (() => void)[] = [];
  #pending = 0;

  constructor(faults: FaultSwitchboard, outside: Outside) {
    this.#faults = faults;
    this.#outside = outside;
  }

  post(delivery: WebhookDelivery): void {
    if (this.#abort.signal.aborted) return;
    const plan = this.#planFor(delivery);
    this.#pending += plan.copies;
    const send = () => this.#sendCopies(delivery, plan);
    if (plan.delayMs > 0) {
      this.#later(send, plan.delayMs);
    } else if (isHeld(delivery, plan)) {
      this.#hold({ send, isReleasedBy: releaseOf(delivery, plan) }, plan.holdMs);
    } else if (plan.copies > 0) {
      send();
      this.#releaseBy(delivery);
    }
  }

  pending(): number {
    return this.#pending;
  }

  idle(): Promise<void> {
    if (this.#pending === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idleWaiters.push(resolve));
  }

  close(): void {
    this.#abort.abort();
    this.#held = [];
    this.#pending = 0;
    this.#wakeIdle();
  }

  /** All faults that are due change it together; after a loss no other is looked up. */
  #planFor({ topic }: WebhookDelivery): DeliveryPlan {
    let plan = plainPlan;
    for (const kind of webhookFaultKinds) {
      const fault = plan.copies > 0 ? this.#faults.match(kind, "POST", topic) : undefined;
      if (!fault) continue;
      const change = webhookFaults[kind].change(fault);
      plan = { ...plan, ...change, variant: { ...plan.variant, ...change.variant } };
    }
    return plan;
  }

  #sendCopies(delivery: WebhookDelivery, plan: DeliveryPlan): void {
    const pauseMs = plan.spreadMs / plan.copies;
    for (let copy = 0; copy < plan.copies; copy += 1) {
      const isRewritten = plan.variant.isRewritten && copy > 0;
      const variant = { ...plan.variant, copy, isRewritten };
      if (pauseMs === 0) this.#enqueue(delivery, variant);
      else this.#later(() => this.#enqueue(inLane(delivery, copy), variant), copy * pauseMs);
    }
  }

  #later(action: () => void, delayMs: number): void {
    void this.#outside.sleep(delayMs, this.#abort.signal).then(action, () => undefined);
  }

  #hold(held: Held, atMostMs: number): void {
    this.#held.push(held);
    this.#later(() => {
      if (this.#held.includes(held)) held.send();
      this.#held = this.#held.filter((other) => other !== held);
    }, atMostMs);
  }

  #releaseBy(posted: WebhookDelivery): void {
    const released = this.#held.filter((held) => held.isReleasedBy(posted));
    this.#held = this.#held.filter((held) => !released.includes(held));
    for (const held of released) held.send();
  }

  #enqueue(delivery: WebhookDelivery, variant: DeliveryVariant): void {
    const before = this.#tails.get(delivery.key) ?? Promise.resolve();
    const tail: Promise<void> = before
      .then(() => delivery.send(this.#abort.signal, variant))
      .catch(() => undefined)
      .then(() => this.#settle(delivery.key, tail));
    this.#tails.set(delivery.key, tail);
  }

  #settle(key: string, tail: Promise<void>): void {
    if (this.#tails.get(key) === tail) this.#tails.delete(key);
    if (this.#abort.signal.aborted) return;
    this.#pending -= 1;
    if (this.#pending === 0) this.#wakeIdle();
  }

  #wakeIdle(): void {
    const waiters = this.#idleWaiters;
    this.#idleWaiters = [];
    for (const wake of waiters) wake();
  }
}

function inLane(delivery: WebhookDelivery, copy: number): WebhookDelivery {
  return { ...delivery, key: `${delivery.key} ${copy % lanes}` };
}

function isDeletion({ topic }: WebhookDelivery): boolean {
  return /\.delete/.test(topic);
}

function isHeld(delivery: WebhookDelivery, { copies, holdUntil }: DeliveryPlan): boolean {
  if (copies === 0 || holdUntil === null) return false;
  return holdUntil === "next" || !isDeletion(delivery);
}

function releaseOf(held: WebhookDelivery, { holdUntil }: DeliveryPlan): Held["isReleasedBy"] {
  if (holdUntil === "next") return () => true;
  return (posted) => isDeletion(posted) && posted.subject === held.subject;
}
