// Starts the simulated FreshBooks and the simulated Kentico shop together.
// Run directly, it prints addresses and credentials and stays up until it is told to stop.
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { startFreshbooks } from "./freshbooks/server.ts";
import { startKentico } from "./kentico/server.ts";
import type { Simulator } from "./kit/simulator.ts";

export interface SandboxOptions {
  /** Decides ids, credentials and fault draws; 1 when absent. */
  seed?: number;
  /** 0 or absent takes any free port. */
  ports?: { freshbooks?: number; kentico?: number };
}

export interface Sandbox {
  freshbooks: Simulator;
  kentico: Simulator;
  close(): Promise<void>;
}

export async function startSandbox({ seed = 1, ports }: SandboxOptions = {}): Promise<Sandbox> {
  const freshbooks = await startFreshbooks({
    port: ports?.freshbooks,
    seed,
    allowHttpRedirect: true,
  });
  try {
    const kentico = await startKentico({ port: ports?.kentico, seed });
    const close = async () => {
      await Promise.all([kentico.close(), freshbooks.close()]);
    };
    return { freshbooks, kentico, close };
  } catch (error) {
    await freshbooks.close();
    throw error;
  }
}

function describe({ name, url, credentials }: Simulator): string {
  const lines = Object.entries(credentials).map(([key, value]) => `  ${key}: ${value}`);
  return [`${name}: ${url}`, ...lines, ""].join("\n");
}

async function runUntilStopped(): Promise<void> {
  const ports = { freshbooks: 7401, kentico: 7402 };
  const sandbox = await startSandbox({ ports });
  process.stdout.write(`${describe(sandbox.freshbooks)}\n${describe(sandbox.kentico)}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void sandbox.close());
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) await runUntilStopped();
