// What a process does by itself, again and again: begun once, survives trouble, and ended without cutting a
// turn off.

import type { Clock } from "../core/clock.ts";
import type { IntegrationError } from "../core/errors.ts";
import { failureOf } from "./failure.ts";

export interface BackgroundLoop {
  /** Begins; beginning again changes nothing. */
  start(): void;
  /** Resolves when the turn under way, if any, has ended. */
  stop(): Promise<void>;
  /** Aborts when the loop is told to stop. */
  readonly signal: AbortSignal;
}

export interface BackgroundLoopInput {
  clock: Clock;
  onError(error: IntegrationError): void;
  /** Pause after a turn, also after one that failed. */
  everyMs: number;
  /** Pause before the first turn; none when absent. */
  firstAfterMs?: number;
}

/** `turn` may give another pause than the usual one, in milliseconds. What it throws is reported. */
export function createBackgroundLoop(
  { clock, onError, everyMs, firstAfterMs = 0 }: BackgroundLoopInput,
  turn: () => Promise<number | undefined>,
): BackgroundLoop {
  const stopping = new AbortController();
  const { signal } = stopping;
  let loop: Promise<void> | undefined;
  const run = async () => {
    if (firstAfterMs > 0) await clock.sleep(firstAfterMs, signal);
    while (!signal.aborted) {
      const pauseMs = await turn().catch((thrown) => {
        onError(failureOf(thrown));
        return undefined;
      });
      await clock.sleep(pauseMs ?? everyMs, signal);
    }
  };
  return {
    signal,
    start: () => {
      loop ??= run();
    },
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}
