// Gathers single requests into batches: whatever arrives while one batch is being written goes into the
// next. Each caller waits for its own batch.

import { turnsEnd } from "../core/clock.ts";

export interface Batcher<T, R> {
  submit(item: T): Promise<R>;
  /** Resolves when nothing is waiting or being written. */
  idle(): Promise<void>;
}

interface Waiting<T, R> {
  item: T;
  resolve(result: R | Promise<R>): void;
  reject(error: unknown): void;
}

/** `write` gets up to `limit` items and gives one result for each, in order; a promise may reject on its own. */
export function createBatcher<T, R>(
  limit: number,
  write: (items: readonly T[]) => Promise<readonly (R | Promise<R>)[]>,
): Batcher<T, R> {
  const waiting: Waiting<T, R>[] = [];
  let writing: Promise<void> | undefined;

  const writeBatch = async (batch: readonly Waiting<T, R>[]) => {
    try {
      const results = await write(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as R);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const drain = async () => {
    while (waiting.length > 0) {
      await writeBatch(waiting.splice(0, limit));
      await turnsEnd();
    }
    writing = undefined;
  };
  return {
    submit: (item) =>
      new Promise<R>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        writing ??= turnsEnd().then(drain);
      }),
    idle: async () => {
      while (writing) await writing;
    },
  };
}
