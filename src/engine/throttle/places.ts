// Bounds the calls of one connection that are in flight in this process. Whoever waits longest of its flow
// goes first, and flows take turns.

import type { Clock } from "../../core/clock.ts";
import { createFairQueue } from "./fair-queue.ts";

export interface Places {
  /** Waits for a place; false when none became free in time, or the signal aborted. */
  take(lane: string, wait: { longestMs: number; signal: AbortSignal }): Promise<boolean>;
  free(): void;
  /** For how long the one who waits longest has waited; 0 when nobody does. */
  waitingForMs(): number;
}

interface Waiter {
  sinceMs: number;
  admit(): void;
}

export function createPlaces(count: number, clock: Clock): Places {
  const queue = createFairQueue<Waiter>();
  /** In the order they came, whatever their lane. */
  const waiters = new Set<Waiter>();
  let taken = 0;

  const waitInLine = async (
    lane: string,
    { longestMs, signal }: { longestMs: number; signal: AbortSignal },
  ): Promise<boolean> => {
    const ended = new AbortController();
    const waiter: Waiter = { sinceMs: clock.monotonicMs(), admit: () => ended.abort() };
    queue.push(lane, waiter);
    waiters.add(waiter);
    await clock.sleep(longestMs, AbortSignal.any([ended.signal, signal]));
    waiters.delete(waiter);
    return !queue.remove(lane, waiter);
  };
  return {
    async take(lane, wait) {
      if (taken >= count) return waitInLine(lane, wait);
      taken += 1;
      return true;
    },
    free() {
      const next = queue.shift();
      if (next) next.admit();
      else taken -= 1;
    },
    waitingForMs() {
      const [first] = waiters;
      return first ? clock.monotonicMs() - first.sinceMs : 0;
    },
  };
}
