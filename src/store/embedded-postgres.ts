// A real PostgreSQL of our own for a data folder. The caller holds the folder's lock.

import { join } from "node:path";
import { type Clock, systemClock } from "../core/clock.ts";
import { ensureCluster, roleName } from "./cluster-init.ts";
import { placeCluster } from "./cluster-place.ts";
import { stopLeftoverPostmaster } from "./leftover-postmaster.ts";
import { findBinaries } from "./postgres-binaries.ts";
import { supervisePostmaster } from "./postmaster-supervisor.ts";

export interface EmbeddedPostgres {
  /** Contains the password. */
  connectionString: string;
  /** Shuts down in order, with force after 10 seconds. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataDir: string;
  /** PostgreSQL's settings by name. */
  settings?: Readonly<Record<string, string>>;
  clock?: Clock;
  /** Takes lines about the server's own fate. */
  log?: (line: string) => void;
}

/**
 * Starts the database of a data folder, making it on first use: on the loopback address, on a free
 * port, with a password. What a crash left behind is recovered by PostgreSQL itself.
 * Throws CONFIGURATION_INVALID or DATABASE_UNAVAILABLE.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { dataDir, settings = {}, clock = systemClock, log = () => {} } = options;
  const place = await placeCluster(dataDir);
  const binaries = await findBinaries(place);
  const password = await ensureCluster(place, binaries);
  await stopLeftoverPostmaster(place.clusterDir, clock);
  const logPath = join(dataDir, "postgres.log");
  const program = binaries.postgres;
  const server = { place, program, logPath, settings, clock, log };
  const { port, stop } = await supervisePostmaster(server);
  const connectionString = `postgresql://${roleName}:${password}@127.0.0.1:${port}/postgres`;
  return { connectionString, stop };
}
