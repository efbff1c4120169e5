// Changes a circuit in the database: whoever decides from an old version decides again from the new one.

import {
  type CircuitKey,
  readCircuit,
  type StoredCircuit,
  saveCircuit,
} from "../../store/circuits.ts";
import type { Db } from "../../store/schema.ts";
import { type CircuitState, quietCircuit } from "./circuit-state.ts";

export interface KnownCircuit {
  state: CircuitState;
  /** 0 while it has no row. */
  version: number;
}

/** The next state; null to leave it as it is. */
type Transition = (state: CircuitState, nowMs: number) => CircuitState | null;

const triesMax = 8;

export function stateOf(row: StoredCircuit): CircuitState {
  return { ...quietCircuit, ...(row.state as unknown as CircuitState) };
}

/**
 * Applies a transition; `isChanged` is false when it left the circuit as it is, or when others changed it
 * at every try.
 */
export async function changeCircuit(
  db: Db,
  key: CircuitKey,
  transition: Transition,
): Promise<KnownCircuit & { isChanged: boolean }> {
  let known: KnownCircuit = { state: quietCircuit, version: 0 };
  for (let tries = 0; tries < triesMax; tries += 1) {
    const { row, nowMs } = await readCircuit(db, key);
    known = row
      ? { state: stateOf(row), version: row.version }
      : { state: quietCircuit, version: 0 };
    const state = transition(known.state, nowMs);
    if (state === null || state === known.state) break;
    const change = { version: known.version, phase: state.phase, state };
    const version = await saveCircuit(db, key, change);
    if (version !== null) return { state, version, isChanged: true };
  }
  return { ...known, isChanged: false };
}
