// The processes of a measurement: started with a message channel, asked, and ended.

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Child<Ready> {
  /** What it told once it was ready. */
  ready: Ready;
  tell(message: string): void;
  ask<T>(question: string): Promise<T>;
  /** Ends it and waits for its end. */
  stop(): Promise<void>;
}

async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`A process of the benchmark ended with ${code}.`);
  });
  const [message] = (await Promise.race([once(child, "message"), ended])) as [T];
  return message;
}

/** Runs a file of this folder; `env` is added to this process's own. */
export async function startChild<Ready>(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Child<Ready>> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, args, { env: { ...process.env, ...env } });
  const ready = await nextMessage<Ready>(child);
  return {
    ready,
    tell: (message) => void child.send(message),
    ask: async (question) => {
      child.send(question);
      return nextMessage(child);
    },
    stop: async () => {
      const ended = once(child, "exit");
      if (file === "platform.ts") child.send("stop");
      else child.kill();
      await ended;
    },
  };
}
