// Sends webhooks in the background and lets the fault switchboard lose, repeat, delay or reorder them.
// What is sent, how it is signed and whether it is retried is each simulator's own business.
import type { FaultSwitchboard } from "./fault-switchboard.ts";

interface WebhookDelivery {
  /** What faults match as a path, such as `invoice.create`. */
  topic: string;
  /** Deliveries of one key keep their order; different keys go in parallel. */
  key: string;
  /** Makes one delivery, with its retries if the vendor has any; a rejection counts as undelivered. */
  send(signal: AbortSignal): Promise<void>;
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

/** A delivery put behind the next one does not wait for it longer than this. */
const reorderWaitMs = 50;

export function webhookOutbox(faults: FaultSwitchboard): WebhookOutbox {
  return new FaultyOutbox(faults);
}

class FaultyOutbox implements WebhookOutbox {
  readonly #faults: FaultSwitchboard;
  readonly #abort = new AbortController();
  readonly #tails = new Map<string, Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #held: (() => void)[] = [];
  #idleWaiters: (() => void)[] = [];
  #pending = 0;

  constructor(faults: FaultSwitchboard) {
    this.#faults = faults;
  }

  post(delivery: WebhookDelivery): void {
    const hit = (kind: Parameters<FaultSwitchboard["match"]>[0]) =>
      this.#faults.match(kind, "POST", delivery.topic);
    if (this.#abort.signal.aborted || hit("webhook-lost")) return;
    const duplicate = hit("webhook-duplicate");
    const copies = duplicate ? (duplicate.times ?? 2) : 1;
    this.#pending += copies;
    const sendCopies = () => {
      for (let copy = 0; copy < copies; copy += 1) this.#enqueue(delivery);
    };
    const delay = hit("webhook-delay");
    const reorder = hit("webhook-out-of-order");
    if (delay) {
      this.#later(sendCopies, delay.delayMs ?? 1_000);
    } else if (reorder) {
      this.#hold(sendCopies, reorder.delayMs ?? reorderWaitMs);
    } else {
      sendCopies();
      this.#releaseHeld();
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
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#held = [];
    this.#pending = 0;
    this.#wakeIdle();
  }

  #later(action: () => void, delayMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delayMs);
    this.#timers.add(timer);
  }

  #hold(action: () => void, atMostMs: number): void {
    this.#held.push(action);
    this.#later(() => {
      const stillHeld = this.#held.includes(action);
      this.#held = this.#held.filter((held) => held !== action);
      if (stillHeld) action();
    }, atMostMs);
  }

  #releaseHeld(): void {
    const released = this.#held;
    this.#held = [];
    for (const action of released) action();
  }

  #enqueue(delivery: WebhookDelivery): void {
    const before = this.#tails.get(delivery.key) ?? Promise.resolve();
    const tail: Promise<void> = before
      .then(() => delivery.send(this.#abort.signal))
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
