// Time of a simulated world. It stands still while anything real is under way, and then jumps to the next
// timer; everything that happens at one instant happens in the order in which it was asked for.

import { setImmediate as immediate } from "node:timers/promises";

/** Instants are so far apart: what happens at one of them is worked on together. */
const tickMs = 10;

const turnsPerTick = 3;

export interface Timer {
  dueMs: number;
  readonly order: number;
  /** Undefined once it ran or was cancelled. */
  action: (() => void) | undefined;
}

export class VirtualTime {
  nowMs: number;
  readonly #timers: Timer[] = [];
  #order = 0;
  #underWay = 0;

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  now(): Date {
    return new Date(this.nowMs);
  }

  /** Runs `action` after so many milliseconds, at the next tick. */
  after(durationMs: number, action: () => void): Timer {
    this.#order += 1;
    const dueMs = Math.ceil((this.nowMs + Math.max(0, durationMs)) / tickMs) * tickMs;
    const timer: Timer = { dueMs, order: this.#order, action };
    this.#push(timer);
    return timer;
  }

  cancel(timer: Timer): void {
    timer.action = undefined;
  }

  /** Time stands still until the promise is settled: it does real work. */
  async standingStill<T>(work: Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work;
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Lets time pass until `isOver`, asked after each instant. Throws when nothing is left that could happen. */
  async pass(isOver: () => boolean): Promise<void> {
    await this.#settle();
    while (!isOver()) {
      const timer = this.#next();
      if (!timer) throw new Error("The simulated world stands still: nothing is left to happen.");
      this.nowMs = Math.max(this.nowMs, timer.dueMs);
      this.#run(timer);
      while (this.#peek()?.dueMs === timer.dueMs) this.#run(this.#next());
      await this.#settle();
    }
  }

  #run(timer: Timer | undefined): void {
    const action = timer?.action;
    if (timer) timer.action = undefined;
    action?.();
  }

  /**
   * An immediate comes after all promises that can go on have gone on. Asking a server in this process and
   * gathering work until a turn ends (engine/batcher.ts) take a few of their own.
   */
  async #settle(): Promise<void> {
    do {
      for (let turns = 0; turns < turnsPerTick; turns += 1) await immediate();
    } while (this.#underWay > 0);
  }

  /** The next timer that was not cancelled, taken out. */
  #next(): Timer | undefined {
    return this.#peek() && this.#pop();
  }

  #peek(): Timer | undefined {
    while (this.#timers[0] && !this.#timers[0].action) this.#pop();
    return this.#timers[0];
  }

  #push(timer: Timer): void {
    const heap = this.#timers;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(timer, heap[above])) break;
      heap[at] = heap[above] as Timer;
      at = above;
    }
    heap[at] = timer;
  }

  #pop(): Timer | undefined {
    const heap = this.#timers;
    const first = heap[0];
    const last = heap.pop();
    if (last && heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(timer: Timer): void {
    const heap = this.#timers;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      const below = isBefore(heap[right], heap[left]) ? right : left;
      if (!isBefore(heap[below], timer)) break;
      heap[at] = heap[below] as Timer;
      at = below;
    }
    heap[at] = timer;
  }
}

function isBefore(one: Timer | undefined, other: Timer | undefined): boolean {
  if (!one || !other) return one !== undefined;
  return one.dueMs === other.dueMs ? one.order < other.order : one.dueMs < other.dueMs;
}
