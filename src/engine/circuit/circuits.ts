// The circuits as this process knows them. Asking costs no statement; calls are counted in memory and
// reported when they fail, or when they succeed again. What other processes found out is read at most
// every quarter of a second, and only while there is work.

import type { Clock } from "../../core/clock.ts";
import { IntegrationError } from "../../core/errors.ts";
import type { Random } from "../../core/ids.ts";
import {
  type Brakes,
  type CircuitKey,
  type CircuitKind,
  readBrakes,
} from "../../store/circuits.ts";
import type { Connection } from "../../store/connections.ts";
import type { Db } from "../../store/schema.ts";
import { failureOf } from "../failure.ts";
import { type CallTally, createCallTally } from "./call-tally.ts";
import { changeCircuit, type KnownCircuit, stateOf } from "./circuit-change.ts";
import { afterCalls, isTroubled, quietCircuit, rampShare } from "./circuit-state.ts";

export interface CircuitsInput {
  db: Db;
  clock: Clock;
  random: Random;
  onError(error: IntegrationError): void;
}

export interface Circuits {
  /** Throws CIRCUIT_OPEN while calls of this kind are not let through. */
  assertClosed(connection: Connection, kind: CircuitKind): void;
  /** Counts a call; a failure is known to all processes when the promise resolves. */
  note(key: CircuitKey, isOk: boolean): Promise<void> | void;
  /** The share of its rate a connection is allowed: less than 1 just after a circuit closed. */
  rampOf(connectionId: string): number;
  /** How long the other system still asks to send nothing, in milliseconds; 0 when it does not. */
  pausedForMs(connectionId: string): number;
  /** Learns what other processes found out. */
  refresh(): Promise<void>;
  /** As last read. */
  readonly brakes: Brakes;
}

interface Entry extends KnownCircuit {
  key: CircuitKey;
  tally: CallTally;
  reporting: Promise<void> | undefined;
}

const refreshMs = 250;
/** Parked work is released when the circuit closes; this is for the case that nobody is there to do so. */
const parkedForMs = 3_600_000;

export function createCircuits(input: CircuitsInput): Circuits {
  const { db, clock } = input;
  const entries = new Map<string, Entry>();
  let brakes: Brakes = { circuits: [], pauses: [], now_ms: 0 };
  let readAtMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const entryOf = (key: CircuitKey): Entry => {
    const name = `${key.kind}/${key.connectionId}`;
    const known = entries.get(name);
    if (known) return known;
    const tally = createCallTally();
    const fresh = { key, tally, state: quietCircuit, version: 0, reporting: undefined };
    entries.set(name, fresh);
    return fresh;
  };
  const read = async () => {
    const askedMs = clock.monotonicMs();
    brakes = await readBrakes(db);
    readAtMs = askedMs;
    for (const row of brakes.circuits) {
      const entry = entryOf({ connectionId: row.connection_id, kind: row.kind });
      if (row.version > entry.version) {
        Object.assign(entry, { state: stateOf(row), version: row.version });
      }
    }
  };
  return {
    assertClosed: (connection, kind) => {
      if (entryOf({ connectionId: connection.id, kind }).state.phase === "closed") return;
      throw openError(connection, kind);
    },
    note: (key, isOk) => {
      const entry = entryOf(key);
      if (entry.state.phase !== "closed") return;
      entry.tally.add(isOk, clock.monotonicMs());
      if (isOk && !isTroubled(entry.state)) return;
      return report(input, entry);
    },
    rampOf: (connectionId) => {
      const nowMs = brakes.now_ms + clock.monotonicMs() - readAtMs;
      const shareOf = (kind: CircuitKind) =>
        rampShare(entryOf({ connectionId, kind }).state, nowMs);
      return Math.min(shareOf("read"), shareOf("write"));
    },
    pausedForMs: (connectionId) => {
      const pause = brakes.pauses.find((each) => each.connection_id === connectionId);
      return pause ? Math.max(0, pause.left_ms - (clock.monotonicMs() - readAtMs)) : 0;
    },
    refresh: async () => {
      if (clock.monotonicMs() - readAtMs < refreshMs) return;
      reading ??= read().finally(() => {
        reading = undefined;
      });
      await reading;
    },
    get brakes() {
      return brakes;
    },
  };
}

function openError(connection: Connection, kind: CircuitKind): IntegrationError {
  const what = kind === "read" ? "reads" : "writes";
  return new IntegrationError(
    "CIRCUIT_OPEN",
    `The connection "${connection.title}" does not answer as it should, so ${what} wait until it does.`,
    { retryAfterMs: parkedForMs, details: { connection: connection.name, kind } },
  );
}

/** Reports what was counted, one report at a time. Never throws: a call's result does not depend on it. */
function report(input: CircuitsInput, entry: Entry): Promise<void> {
  entry.reporting ??= reportAll(input, entry)
    .catch((thrown) => input.onError(failureOf(thrown)))
    .finally(() => {
      entry.reporting = undefined;
    });
  return entry.reporting;
}

async function reportAll({ db, clock, random }: CircuitsInput, entry: Entry): Promise<void> {
  for (;;) {
    const calls = entry.tally.take(clock.monotonicMs());
    if (!calls) return;
    const chance = random.float();
    const { state, version } = await changeCircuit(db, entry.key, (known, nowMs) =>
      afterCalls(known, calls, { nowMs, chance }),
    );
    if (version >= entry.version) Object.assign(entry, { state, version });
  }
}
