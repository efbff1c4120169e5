// The life of one simulated process. When it ends, all that was in its memory is gone: nothing it waits for
// ever comes.

import type { Clock } from "../../../src/core/clock.ts";
import type { Timer, VirtualTime } from "./virtual-time.ts";

export class Life {
  isOver = false;
  readonly #time: VirtualTime;
  readonly #timers = new Set<Timer>();
  readonly #endings = new Set<() => void>();
  /** What came due while the process was stopped; undefined while it runs. */
  #missed: (() => void)[] | undefined;
  #wakeup: Timer | undefined;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#missed = undefined;
    for (const timer of this.#timers) this.#time.cancel(timer);
    this.#timers.clear();
    for (const ending of this.#endings) ending();
    this.#endings.clear();
  }

  /** At once when it has ended already. Gives what takes the wish back. */
  onEnd(action: () => void): () => void {
    if (this.isOver) action();
    else this.#endings.add(action);
    return () => this.#endings.delete(action);
  }

  /** Stops the process for so long; what comes due meanwhile happens afterwards, once. */
  stopFor(durationMs: number): void {
    if (this.#missed) return;
    this.#missed = [];
    this.#wakeup = this.#time.after(durationMs, () => this.goOn());
  }

  goOn(): void {
    if (this.#wakeup) this.#time.cancel(this.#wakeup);
    const missed = this.#missed ?? [];
    this.#missed = undefined;
    for (const action of missed) if (!this.isOver) action();
  }

  after(durationMs: number, action: () => void): Timer {
    const timer = this.#time.after(durationMs, () => {
      this.#timers.delete(timer);
      if (this.#missed) this.#missed.push(action);
      else action();
    });
    this.#timers.add(timer);
    return timer;
  }

  /** Resolves after `durationMs` of this life, and never when it has ended. */
  wait(durationMs: number): Promise<void> {
    if (this.isOver) return never();
    return new Promise((resolve) => this.after(durationMs, resolve));
  }

  readonly clock: Clock = {
    now: () => this.#time.now(),
    monotonicMs: () => this.#time.nowMs,
    sleep: (durationMs, signal) => {
      if (this.isOver) return never();
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const done = () => {
          signal?.removeEventListener("abort", cancel);
          resolve();
        };
        const cancel = () => {
          this.#timers.delete(timer);
          this.#time.cancel(timer);
          done();
        };
        const timer = this.after(durationMs, done);
        signal?.addEventListener("abort", cancel, { once: true });
      });
    },
  };
}

/** What a dead process waits for. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
