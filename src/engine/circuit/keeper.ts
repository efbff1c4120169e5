// Looks after circuits that are not quiet, once a second in every process: probes what is due, and gives
// parked work its turn when a circuit has closed. Of all processes only one does either at a time.

import type { Clock } from "../../core/clock.ts";
import type { IntegrationError } from "../../core/errors.ts";
import type { Random } from "../../core/ids.ts";
import type { CircuitKey, StoredCircuit } from "../../store/circuits.ts";
import type { Db } from "../../store/schema.ts";
import { type BackgroundLoop, createBackgroundLoop } from "../background-loop.ts";
import type { ConfigurationSource } from "../configuration.ts";
import { failureOf } from "../failure.ts";
import type { LiveConnection } from "../live-connection.ts";
import type { LiveConnections } from "../live-connections.ts";
import type { RunQueue } from "../queue.ts";
import { isOutage, slowMs } from "./call-health.ts";
import { changeCircuit } from "./circuit-change.ts";
import { afterProbe, withProbe } from "./circuit-state.ts";
import type { Circuits } from "./circuits.ts";
import { releaseHeldRuns } from "./release.ts";

export interface KeeperInput {
  db: Db;
  queue: RunQueue;
  clock: Clock;
  random: Random;
  circuits: Circuits;
  configuration: ConfigurationSource;
  connections: LiveConnections;
  /** Called when work may go on. */
  onWork(): void;
  onError(error: IntegrationError): void;
}

const tickMs = 1_000;

export function createKeeper(input: KeeperInput): BackgroundLoop {
  const loop: BackgroundLoop = createBackgroundLoop({ ...input, everyMs: tickMs }, () =>
    keepOnce(input, loop.signal),
  );
  return loop;
}

async function keepOnce(input: KeeperInput, signal: AbortSignal): Promise<undefined> {
  const { circuits } = input;
  await circuits.refresh();
  const work = circuits.brakes.circuits.map(async (row) => {
    const key: CircuitKey = { connectionId: row.connection_id, kind: row.kind };
    if (row.phase !== "closed") await probeIfDue(input, key, signal);
    else if (row.holds_work) await release(input, row);
  });
  await Promise.all(work);
}

/** While reads fail too, only they are probed: a probe is a read, and tells nothing more of writes. */
function waitsForReads({ circuits }: KeeperInput, { connectionId, kind }: CircuitKey): boolean {
  return (
    kind === "write" &&
    circuits.brakes.circuits.some(
      (row) => row.connection_id === connectionId && row.kind === "read" && row.phase !== "closed",
    )
  );
}

async function probeIfDue(input: KeeperInput, key: CircuitKey, signal: AbortSignal): Promise<void> {
  if (waitsForReads(input, key) || input.circuits.pausedForMs(key.connectionId) > 0) return;
  if (!isDue(input, key)) return;
  const begun = await changeCircuit(input.db, key, withProbe);
  if (!begun.isChanged) return;
  const isOk = await probe(input, key, signal);
  if (isOk === null) return;
  const chance = input.random.float();
  await changeCircuit(input.db, key, (state, nowMs) =>
    state.phase === "half-open" && state.probeAtMs === begun.state.probeAtMs
      ? afterProbe(state, isOk, { nowMs, chance })
      : null,
  );
}

/** As far as this process knows: what it knows may be old, the database decides. */
function isDue({ circuits }: KeeperInput, { connectionId, kind }: CircuitKey): boolean {
  const { brakes } = circuits;
  const row = brakes.circuits.find(
    (each) => each.connection_id === connectionId && each.kind === kind,
  );
  const probeAtMs = row?.state["probeAtMs"];
  return typeof probeAtMs === "number" && probeAtMs <= brakes.now_ms;
}

/** Whether the system answered; null when that was not found out. */
async function probe(
  input: KeeperInput,
  { connectionId }: CircuitKey,
  signal: AbortSignal,
): Promise<boolean | null> {
  const live = await liveOf(input, connectionId);
  if (!live) return null;
  const startedMs = input.clock.monotonicMs();
  try {
    await live.connector.probe(live.open({ signal, isProbe: true }));
    return input.clock.monotonicMs() - startedMs <= slowMs;
  } catch (thrown) {
    const error = failureOf(thrown);
    if (error.code === "CANCELLED") return null;
    return !isOutage(error);
  }
}

async function liveOf(
  { configuration, connections }: KeeperInput,
  connectionId: string,
): Promise<LiveConnection | null> {
  const current = await configuration.current();
  const row = current.connections.get(connectionId);
  return row ? connections.get(current, connectionId) : null;
}

async function release(input: KeeperInput, row: StoredCircuit): Promise<void> {
  const live = await liveOf(input, row.connection_id);
  if (!live) return;
  const released = await releaseHeldRuns(input, row, live);
  if (released > 0) input.onWork();
}
