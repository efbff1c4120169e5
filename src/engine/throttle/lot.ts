// Calls that were booked together, spaced out by the rate. Pure; instants are of a clock that never jumps.

export interface Lot {
  /** When the next of its calls is due by the rate alone. */
  dueAtMs: number;
  stepMs: number;
  /** How much earlier it may be sent, because a burst is allowed. */
  earlyMs: number;
  left: number;
}

/** A call that was not made so long after it was due is lost: together they would be a burst. */
const lateMs = 500;

export interface BookedLot {
  calls: number;
  /** When the rate is booked up, these calls included. */
  endsAtMs: number;
  perSecond: number;
  /** Calls that may be made at once after a quiet time. */
  burst: number;
}

export const emptyLot: Lot = { dueAtMs: 0, stepMs: 1, earlyMs: 0, left: 0 };

export function lotOf({ calls, endsAtMs, perSecond, burst }: BookedLot): Lot {
  const stepMs = 1_000 / perSecond;
  const earlyMs = (Math.max(1, burst) - 1) * stepMs;
  return { dueAtMs: endsAtMs - calls * stepMs, stepMs, earlyMs, left: calls };
}

/** The lot without the calls whose time has passed. */
export function usableLot(lot: Lot, nowMs: number): Lot {
  const lost = Math.max(0, Math.ceil((nowMs - lateMs - lot.dueAtMs) / lot.stepMs));
  if (lost === 0) return lot;
  const left = Math.max(0, lot.left - lost);
  return { ...lot, dueAtMs: lot.dueAtMs + lost * lot.stepMs, left };
}

/** The instant for one more call, and what is left then; null when the lot is used up. */
export function takeFrom(lot: Lot, nowMs: number): { atMs: number; rest: Lot } | null {
  const usable = usableLot(lot, nowMs);
  const { dueAtMs, stepMs, earlyMs, left } = usable;
  if (left === 0) return null;
  const rest = { ...usable, dueAtMs: dueAtMs + stepMs, left: left - 1 };
  return { atMs: dueAtMs - earlyMs, rest };
}
