// Plays worlds in several operating system processes, one world at a time in each.

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { WorldReport } from "./run-world.ts";
import type { PlannedWorld } from "./worlds.ts";

export interface PlayOptions {
  worlds: readonly PlannedWorld[];
  processes: number;
  onReport(report: WorldReport): void;
}

/** Rejects when a process ends before its worlds do: an error nobody expected. */
export async function playWorlds(options: PlayOptions): Promise<WorldReport[]> {
  const waiting = [...options.worlds];
  const reports: WorldReport[] = [];
  const lanes = Math.min(options.processes, waiting.length);
  const lane = async () => {
    const child = fork(new URL("share.ts", import.meta.url));
    try {
      await answerOf(child);
      for (let world = waiting.shift(); world; world = waiting.shift()) {
        child.send(world);
        const report = await answerOf<WorldReport>(child);
        reports.push(report);
        options.onReport(report);
      }
    } finally {
      child.kill();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return reports;
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const { signal } = ended;
  try {
    const death = once(child, "exit", { signal }).then(([code]) => {
      throw new Error(`A process that plays simulated worlds ended with ${String(code)}.`);
    });
    const [answer] = await Promise.race([once(child, "message", { signal }), death]);
    return answer as T;
  } finally {
    ended.abort();
  }
}
