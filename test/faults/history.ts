// What happened in a run, one JSON object a line: what was asked and answered, and what the nemeses did.

import { createWriteStream } from "node:fs";
import { join } from "node:path";

/** `invoke`, `ok` and `fail` frame an operation; `info` is anything else. */
export type HistoryType = "invoke" | "ok" | "fail" | "info";

export interface History {
  path: string;
  note(type: HistoryType, what: string, details?: Record<string, unknown>): void;
  close(): Promise<void>;
}

export function openHistory(folder: string): History {
  const path = join(folder, "history.jsonl");
  const stream = createWriteStream(path);
  const startedMs = performance.now();
  return {
    path,
    note: (type, what, details = {}) => {
      const atMs = Math.round(performance.now() - startedMs);
      stream.write(`${JSON.stringify({ atMs, type, what, ...details })}\n`);
    },
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}
