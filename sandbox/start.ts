// Starts the simulated FreshBooks and the simulated Kentico shop together.
import { type FreshbooksOptions, startFreshbooks } from "./freshbooks/server.ts";
import { type KenticoOptions, startKentico } from "./kentico/server.ts";
import type { Simulator } from "./kit/simulator.ts";

export interface SandboxOptions {
  /** Decides ids, credentials and fault draws; 1 when absent. */
  seed?: number;
  /** 0 or absent takes any free port. */
  ports?: { freshbooks?: number; kentico?: number };
  /** How the simulated books differ from a plain account. */
  freshbooks?: Omit<FreshbooksOptions, "port" | "seed">;
  /** How the simulated shop differs from a plain installation. */
  kentico?: Omit<KenticoOptions, "port" | "seed">;
}

export interface Sandbox {
  freshbooks: Simulator;
  kentico: Simulator;
  close(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { seed = 1, ports } = options;
  const freshbooks = await startFreshbooks({
    ...options.freshbooks,
    port: ports?.freshbooks,
    seed,
    allowHttpRedirect: true,
  });
  try {
    const kentico = await startKentico({ ...options.kentico, port: ports?.kentico, seed });
    const close = async () => {
      await Promise.all([kentico.close(), freshbooks.close()]);
    };
    return { freshbooks, kentico, close };
  } catch (error) {
    await freshbooks.close();
    throw error;
  }
}
