// The product as a real process: the command is started as a user starts it, and ended like it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

export type Environment = Readonly<Record<string, string>>;

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface LedgerlineProcess {
  pid: number;
  /** What it wrote so far. */
  output(): { stdout: string; stderr: string };
  /** Answers a question; the standard input stays open, as a terminal's does. */
  type(line: string): void;
  /** Nobody is at the keyboard (any more). */
  endInput(): void;
  kill(signal: NodeJS.Signals): void;
  readonly isRunning: boolean;
  ended: Promise<Ended>;
}

/** Nothing of the test run's own environment reaches the process, besides where programs are. */
function environmentOf(env: Environment): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    // Halves the start of each of many processes.
    NODE_COMPILE_CACHE: `${root}node_modules/.cache/ledgerline-tests`,
    ...env,
  };
}

export function startLedgerline(args: readonly string[], env: Environment): LedgerlineProcess {
  const command = [`${root}src/main.ts`, ...args];
  const child = spawn(process.execPath, command, { cwd: root, env: environmentOf(env) });
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      written[name] += text;
    });
  }
  return {
    pid: child.pid ?? 0,
    output: () => ({ ...written }),
    type: (line) => void child.stdin.write(`${line}\n`),
    endInput: () => void child.stdin.end(),
    kill: (signal) => void child.kill(signal),
    get isRunning() {
      return child.exitCode === null && child.signalCode === null;
    },
    ended: once(child, "close").then(([code, signal]) => ({ code, signal, ...written })),
  };
}
