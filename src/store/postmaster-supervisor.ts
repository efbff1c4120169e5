// Keeps PostgreSQL running while we do: one that ends by itself (killed for lack of memory, say) is
// started again on the same port, so that the pool finds it back.

import { stopLeftoverPostmaster } from "./leftover-postmaster.ts";
import { type Postmaster, type PostmasterOptions, startPostmaster } from "./postmaster.ts";

export interface SupervisorOptions extends PostmasterOptions {
  log: (line: string) => void;
}

export interface Supervisor {
  port: number;
  /** Stops the server, and watching it. */
  stop(): Promise<void>;
}

const restartsMax = 10;
const restartDelayMs = 1_000;

interface Supervised {
  options: SupervisorOptions;
  current: Postmaster;
  stopping: AbortController;
  /** The restart under way, or the last one; true when it led to a running server. */
  restarting: Promise<boolean>;
}

async function tryRestart({ options, current }: Supervised): Promise<Postmaster | null> {
  try {
    await stopLeftoverPostmaster(options.place.clusterDir, options.clock);
    return await startPostmaster({ ...options, port: current.port });
  } catch (error) {
    options.log(`the embedded database does not start again: ${String(error)}`);
    return null;
  }
}

async function restart(supervised: Supervised): Promise<boolean> {
  const { options, stopping } = supervised;
  options.log("the embedded database ended unexpectedly and is started again");
  for (let attempt = 0; attempt < restartsMax && !stopping.signal.aborted; attempt += 1) {
    // Sessions of the server that ended must be gone before another may use the same files.
    if (attempt > 0) await options.clock.sleep(restartDelayMs, stopping.signal);
    const restarted = await tryRestart(supervised);
    if (restarted === null) continue;
    supervised.current = restarted;
    return true;
  }
  return false;
}

async function watch(supervised: Supervised): Promise<void> {
  const { signal } = supervised.stopping;
  while (!signal.aborted) {
    await supervised.current.ended;
    if (signal.aborted) return;
    supervised.restarting = restart(supervised);
    if (!(await supervised.restarting)) return;
  }
}

/** Starts PostgreSQL and watches it. Throws DATABASE_UNAVAILABLE when it does not start at first. */
export async function supervisePostmaster(options: SupervisorOptions): Promise<Supervisor> {
  const current = await startPostmaster(options);
  const stopping = new AbortController();
  const supervised = { options, current, stopping, restarting: Promise.resolve(false) };
  const watching = watch(supervised);
  const stop = async () => {
    stopping.abort();
    // A restart under way ends first, or its server would be left over.
    await supervised.restarting;
    await supervised.current.stop();
    await watching;
  };
  return { port: current.port, stop };
}
