// What a person does with circuits: look, open, close, forget.

import { type CircuitKind, readBrakes } from "../../store/circuits.ts";
import { findConnection, listConnections } from "../../store/connections.ts";
import type { Db } from "../../store/schema.ts";
import { changeCircuit, stateOf } from "./circuit-change.ts";
import {
  type CircuitState,
  circuitRules,
  closed,
  forcedOpen,
  quietCircuit,
  rampShare,
} from "./circuit-state.ts";

/** A circuit in a person's words. */
export interface CircuitView {
  connection: string;
  kind: CircuitKind;
  state: CircuitState["phase"] | "forced-open";
  failuresInARow: number;
  /** Calls of the last minute. */
  calls: number;
  failed: number;
  /** ISO instants. */
  openSince: string | null;
  /** 0 while it is closed. */
  openForMs: number;
  nextProbeAt: string | null;
  /** Share of the connection's rate in use: less than 1 just after closing. */
  rateShare: number;
}

const kinds: readonly CircuitKind[] = ["read", "write"];

/** Every circuit of every connection, also those that were never troubled. */
export async function viewCircuits(db: Db): Promise<CircuitView[]> {
  const connections = await listConnections(db);
  const { circuits, now_ms: nowMs } = await readBrakes(db);
  return connections.flatMap(({ id, name }) =>
    kinds.map((kind) => {
      const row = circuits.find((each) => each.connection_id === id && each.kind === kind);
      return viewOf({ connection: name, kind }, row ? stateOf(row) : quietCircuit, nowMs);
    }),
  );
}

function viewOf(
  of: Pick<CircuitView, "connection" | "kind">,
  state: CircuitState,
  nowMs: number,
): CircuitView {
  const { slices, isForced, phase, openedAtMs, probeAtMs } = state;
  const failed = slices.reduce((total, slice) => total + slice.failed, 0);
  return {
    ...of,
    state: isForced ? "forced-open" : phase,
    failuresInARow: state.failuresInARow,
    calls: slices.reduce((total, slice) => total + slice.ok, failed),
    failed,
    openSince: instantOf(openedAtMs),
    openForMs: openedAtMs === null ? 0 : Math.round(nowMs - openedAtMs),
    nextProbeAt: instantOf(probeAtMs),
    rateShare: rampShare(state, nowMs),
  };
}

function instantOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** Which circuits a person means: one kind of a connection, or both. */
export interface CircuitChoice {
  connection: string;
  kind?: CircuitKind | undefined;
}

/** Stops calls until a person closes the circuit; work is parked and uses up no attempt. */
export function openCircuit(db: Db, choice: CircuitChoice): Promise<void> {
  return changeChosen(db, choice, forcedOpen);
}

/** Lets calls through again, slowly at first; parked work goes on. */
export function closeCircuit(db: Db, choice: CircuitChoice): Promise<void> {
  return changeChosen(db, choice, (state, nowMs) =>
    state.phase === "closed" ? null : { ...closed(state, nowMs), openings: 0 },
  );
}

/** Forgets everything counted, as if the circuit had never been troubled. */
export function resetCircuit(db: Db, choice: CircuitChoice): Promise<void> {
  return changeChosen(db, choice, (_state, nowMs) => ({
    ...quietCircuit,
    closedAtMs: nowMs - circuitRules.rampMs,
  }));
}

async function changeChosen(
  db: Db,
  { connection, kind }: CircuitChoice,
  transition: (state: CircuitState, nowMs: number) => CircuitState | null,
): Promise<void> {
  const { id } = await findConnection(db, connection);
  for (const each of kind ? [kind] : kinds) {
    await changeCircuit(db, { connectionId: id, kind: each }, transition);
  }
}
