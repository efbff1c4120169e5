// The circuit breaker as a pure state machine (reliability.md section 3.2): what calls and probes make of
// it. Instants are milliseconds since 1970 by the database's clock; chance is handed in as a number from
// 0 to 1. Nothing here knows connections, calls or the database.

export type CircuitPhase = "closed" | "open" | "half-open";

/** Calls that ended within ten seconds from `startMs`. */
export interface Slice {
  startMs: number;
  ok: number;
  failed: number;
}

export interface CircuitState {
  phase: CircuitPhase;
  /** Opened by a person: no probe, no closing by itself. */
  isForced: boolean;
  failuresInARow: number;
  /** The last minute of calls. */
  slices: readonly Slice[];
  /** Openings since work last succeeded; decides how long it stays open. */
  openings: number;
  /** Probes in a row that succeeded. */
  probesOk: number;
  /** Whether a probe has failed too: then the system is away, and no work is to blame for its failures. */
  isOutage: boolean;
  /** Since when no work gets through. */
  openedAtMs: number | null;
  /** When the next probe may begin; while one is under way, when it is given up. */
  probeAtMs: number | null;
  /** When it closed last; calls then begin slowly. */
  closedAtMs: number | null;
}

/** Calls that ended since the last report, oldest first. */
export interface CallReport {
  slices: readonly { ageMs: number; ok: number; failed: number }[];
  /** Failures since the last success. */
  failuresAtEnd: number;
}

export const circuitRules = {
  failuresInARow: 5,
  callsAtLeast: 10,
  failedShare: 0.5,
  windowMs: 60_000,
  sliceMs: 10_000,
  openMs: 15_000,
  openMaxMs: 300_000,
  jitter: 0.2,
  probesToClose: 3,
  betweenProbesMs: 1_000,
  /** A probe that gave no result in this time died with its process. */
  probeLostAfterMs: 60_000,
  /** After closing, the rate rises to its whole in this time. */
  rampMs: 60_000,
} as const;

/** Shares of the rate in equal parts of the time after closing. */
const rampShares = [0.1, 0.25, 0.5];

export const quietCircuit: CircuitState = {
  phase: "closed",
  isForced: false,
  failuresInARow: 0,
  slices: [],
  openings: 0,
  probesOk: 0,
  isOutage: false,
  openedAtMs: null,
  probeAtMs: null,
  closedAtMs: null,
};

interface Moment {
  nowMs: number;
  /** From 0 to 1. */
  chance: number;
}

/** What calls of real work make of it; calls that end while it is open change nothing. */
export function afterCalls(state: CircuitState, report: CallReport, moment: Moment): CircuitState {
  if (state.phase !== "closed") return state;
  const ok = sum(report.slices, "ok");
  const failed = sum(report.slices, "failed");
  const failuresInARow = ok > 0 ? report.failuresAtEnd : state.failuresInARow + failed;
  const slices = merge(state.slices, report.slices, moment.nowMs);
  const next = { ...state, slices, failuresInARow, openings: ok > 0 ? 0 : state.openings };
  // While it has not been seen to work again since it was open, one failure is enough.
  const isRelapse = state.openings > 0 && ok === 0 && failed > 0;
  return isRelapse || isTripped(next) ? opened(next, moment) : next;
}

function isTripped({ failuresInARow, slices }: CircuitState): boolean {
  if (failuresInARow >= circuitRules.failuresInARow) return true;
  const failed = sum(slices, "failed");
  const calls = sum(slices, "ok") + failed;
  return calls >= circuitRules.callsAtLeast && failed / calls >= circuitRules.failedShare;
}

function opened(state: CircuitState, { nowMs, chance }: Moment): CircuitState {
  const openings = state.openings + 1;
  return {
    ...quietCircuit,
    phase: "open",
    openings,
    isOutage: openings > 1 && state.isOutage,
    openedAtMs: state.openedAtMs ?? nowMs,
    probeAtMs: nowMs + openForMs(openings, chance),
  };
}

function openForMs(openings: number, chance: number): number {
  const { openMs, openMaxMs, jitter } = circuitRules;
  const plainMs = Math.min(openMaxMs, openMs * 2 ** (openings - 1));
  return Math.round(plainMs * (1 - jitter + 2 * jitter * chance));
}

/** The circuit with a probe under way; null while none is due. */
export function withProbe(state: CircuitState, nowMs: number): CircuitState | null {
  const { phase, isForced, probeAtMs } = state;
  if (phase === "closed" || isForced || probeAtMs === null || nowMs < probeAtMs) return null;
  return { ...state, phase: "half-open", probeAtMs: nowMs + circuitRules.probeLostAfterMs };
}

/** What the answer to the probe makes of it. */
export function afterProbe(state: CircuitState, isOk: boolean, moment: Moment): CircuitState {
  if (state.phase !== "half-open") return state;
  if (!isOk) return { ...opened(state, moment), isOutage: true };
  const probesOk = state.probesOk + 1;
  if (probesOk >= circuitRules.probesToClose) return closed(state, moment.nowMs);
  return { ...state, probesOk, probeAtMs: moment.nowMs + circuitRules.betweenProbesMs };
}

/** Work goes on, slowly at first. */
export function closed(state: CircuitState, nowMs: number): CircuitState {
  const { openings, isOutage } = state;
  return { ...quietCircuit, openings, isOutage, closedAtMs: nowMs };
}

/** Opened by a person, until a person closes it. */
export function forcedOpen(state: CircuitState, nowMs: number): CircuitState {
  return {
    ...quietCircuit,
    phase: "open",
    isForced: true,
    openings: state.openings,
    openedAtMs: state.openedAtMs ?? nowMs,
  };
}

/** The share of its rate a connection is allowed, from 0.1 just after closing to 1. */
export function rampShare({ closedAtMs }: CircuitState, nowMs: number): number {
  if (closedAtMs === null) return 1;
  const partMs = circuitRules.rampMs / rampShares.length;
  return rampShares[Math.floor(Math.max(0, nowMs - closedAtMs) / partMs)] ?? 1;
}

/** Whether successes matter to it: they end a row of failures, or prove that it works again. */
export function isTroubled({ phase, failuresInARow, openings }: CircuitState): boolean {
  return phase === "closed" && (failuresInARow > 0 || openings > 0);
}

function merge(
  slices: readonly Slice[],
  fresh: CallReport["slices"],
  nowMs: number,
): readonly Slice[] {
  const { sliceMs, windowMs } = circuitRules;
  const byStart = new Map(slices.map((slice) => [slice.startMs, slice]));
  for (const { ageMs, ok, failed } of fresh) {
    const startMs = Math.floor((nowMs - ageMs) / sliceMs) * sliceMs;
    const known = byStart.get(startMs) ?? { startMs, ok: 0, failed: 0 };
    byStart.set(startMs, { startMs, ok: known.ok + ok, failed: known.failed + failed });
  }
  return [...byStart.values()]
    .filter(({ startMs }) => startMs > nowMs - windowMs)
    .sort((a, b) => a.startMs - b.startMs);
}

function sum(slices: readonly { ok: number; failed: number }[], what: "ok" | "failed"): number {
  return slices.reduce((total, slice) => total + slice[what], 0);
}
