// The PostgreSQL of a run: a server of its own that writes everything to disk and can be ended as a
// power cut would end it.

import { chmod, mkdir } from "node:fs/promises";
import { systemClock } from "../../../src/core/clock.ts";
import { ensureCluster, roleName } from "../../../src/store/cluster-init.ts";
import { type ClusterPlace, placeCluster } from "../../../src/store/cluster-place.ts";
import { findBinaries } from "../../../src/store/postgres-binaries.ts";
import { type Postmaster, startPostmaster } from "../../../src/store/postmaster.ts";
import { readPostmasterFile } from "../../../src/store/postmaster-file.ts";

export interface OwnDatabase {
  port: number;
  /** For a connection over another port, such as a proxy's. */
  connectionString(port?: number): string;
  /** Ends the server without a checkpoint and starts it again: it recovers from its log. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export interface OwnDatabaseOptions {
  folder: string;
  settings?: Readonly<Record<string, string>>;
  /** Gives the program that is run instead of the server's. */
  wrap?(program: string): Promise<string>;
}

/** Durable as in production; a short wait for locks shows deadlocks early. */
const durable = {
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  max_connections: "200",
};

export async function startOwnDatabase(options: OwnDatabaseOptions): Promise<OwnDatabase> {
  await mkdir(options.folder, { recursive: true });
  // As root, PostgreSQL runs as another user, who must be able to enter.
  if (process.getuid?.() === 0) await chmod(options.folder, 0o711);
  const place = await placeCluster(options.folder);
  const binaries = await findBinaries(place);
  const password = await ensureCluster(place, binaries);
  const program = (await options.wrap?.(binaries.postgres)) ?? binaries.postgres;
  const start = (port?: number) =>
    startPostmaster({
      place,
      program,
      logPath: `${options.folder}/postgres.log`,
      settings: { ...durable, ...options.settings },
      ...(port === undefined ? {} : { port }),
      clock: systemClock,
    });
  let server = await start();
  const { port } = server;
  return {
    port,
    connectionString: (over = port) =>
      `postgresql://${roleName}:${password}@127.0.0.1:${over}/postgres`,
    crash: async () => {
      await endAtOnce(place, server);
      server = await start(port);
    },
    stop: () => server.stop(),
  };
}

/** What `pg_ctl stop -m immediate` does. */
async function endAtOnce(place: ClusterPlace, server: Postmaster): Promise<void> {
  const file = await readPostmasterFile(place.clusterDir);
  if (file) process.kill(file.pid, "SIGQUIT");
  await server.ended;
}
