// The connections this process has open, kept equal to the configuration.

import type { Connector } from "../connector-kit/connector.ts";
import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import type { Random } from "../core/ids.ts";
import type { Connection } from "../store/connections.ts";
import type { Db } from "../store/schema.ts";
import { createTokenStore } from "../vault/token-store.ts";
import type { Vault } from "../vault/vault.ts";
import type { Circuits } from "./circuit/circuits.ts";
import { type Configuration, connectorOf } from "./configuration.ts";
import { effectiveLimits } from "./limits.ts";
import {
  createLiveConnection,
  type LiveConnection,
  type OpenDispatcher,
} from "./live-connection.ts";
import type { Room } from "./throttle/room.ts";

export interface LiveConnections {
  get(configuration: Configuration, connectionId: string): Promise<LiveConnection>;
  /** Runs that hold more than their connection's share of places, and so take none from others. */
  overShare(): number;
  close(): Promise<void>;
}

export interface LiveConnectionsInput {
  db: Db;
  vault: Vault;
  connectors: ReadonlyMap<string, Connector>;
  clock: Clock;
  openDispatcher?: OpenDispatcher;
  random: Random;
  circuits: Circuits;
  /** Runs this process works on at the same time. */
  concurrency: number;
}

export function createLiveConnections(input: LiveConnectionsInput): LiveConnections {
  const open = new Map<string, { version: string; live: Promise<LiveConnection> }>();
  const rooms = new Map<string, Room>();
  return {
    overShare: () => [...rooms.values()].reduce((sum, room) => sum + room.overShare(), 0),
    async get(configuration, connectionId) {
      const row = configuration.connections.get(connectionId);
      if (!row) throw new IntegrationError("NOT_FOUND", "The connection does not exist any more.");
      const version = `${row.updated_at.toISOString()}`;
      const known = open.get(connectionId);
      if (known?.version === version) return known.live;
      // The former one is not closed: runs may still work with it, and its idle sockets end by themselves.
      const live = openConnection(input, row);
      open.set(connectionId, { version, live });
      live.then(
        ({ room }) => rooms.set(connectionId, room),
        () => open.delete(connectionId),
      );
      return live;
    },
    async close() {
      const all = await Promise.allSettled([...open.values()].map(({ live }) => live));
      open.clear();
      await Promise.all(
        all.map((each) => (each.status === "fulfilled" ? each.value.close() : undefined)),
      );
    },
  };
}

async function openConnection(
  input: LiveConnectionsInput,
  row: Connection,
): Promise<LiveConnection> {
  const { db, vault, connectors, clock } = input;
  const connector = connectorOf(connectors, row);
  return createLiveConnection({
    ...input,
    row,
    connector,
    limits: effectiveLimits(connector.limits, row.limits),
    secrets: await vault.getAll(row.id),
    tokens: createTokenStore({ db, vault, connectionId: row.id, clock }),
  });
}
