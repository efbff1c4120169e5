// Books calls of one connection in lots: about as many as were made in the last quarter of a second, so
// that a busy process asks the database four times a second, and an idle one keeps nothing from others.

import type { Clock } from "../../core/clock.ts";
import type { Booking, BookingRequest } from "../../store/throttles.ts";
import { createDatabaseTime } from "./database-time.ts";
import { emptyLot, type Lot, lotOf, takeFrom, usableLot } from "./lot.ts";
import { createPace } from "./pace.ts";

export interface BookingsInput {
  clock: Clock;
  perSecond: number;
  burst: number;
  /** The share of the rate that is allowed now, from 0.1 to 1. */
  rampShare(): number;
  book(request: BookingRequest): Promise<Booking>;
  unbook(calls: number, perSecond: number): Promise<void>;
}

/** When a call may be sent, or for how long none can be. */
export type Turn =
  | { kind: "go"; atMs: number }
  | { kind: "wait"; forMs: number; isPaused: boolean };

export interface Bookings {
  take(): Promise<Turn>;
  /** Gives back what is left. */
  close(): Promise<void>;
}

/** Calls reach the other system bunched, so its limit is not used up to the last one. */
const usedShare = 0.93;
const lotMs = 250;
/** Nothing is booked further ahead than this: work that waits so long is parked instead. */
export const longestWaitMs = 20_000;

export function createBookings(input: BookingsInput): Bookings {
  const { clock, burst } = input;
  const pace = createPace(clock, lotMs);
  const databaseTime = createDatabaseTime(clock);
  let lot: Lot = emptyLot;
  let waiting = 0;
  let booking: Promise<Turn | null> | undefined;

  /** Null when calls were booked, else how long to wait. */
  const book = async (): Promise<Turn | null> => {
    const perSecond = input.perSecond * usedShare * input.rampShare();
    const most = Math.max(1, Math.floor((perSecond * lotMs) / 1_000));
    const calls = Math.min(most, Math.max(1, waiting, pace.recent()));
    const earlyMs = ((burst - 1) / perSecond) * 1_000;
    const booked = await input.book({ calls, perSecond, longestWaitMs: longestWaitMs + earlyMs });
    if (booked.calls === 0) return refusalOf(booked, earlyMs);
    lot = lotOf({
      calls: booked.calls,
      endsAtMs: databaseTime.monotonicOf(booked.bookedUntilMs, booked.nowMs),
      perSecond: perSecond * booked.share,
      burst,
    });
    return null;
  };
  const take = async (): Promise<Turn> => {
    for (;;) {
      const next = takeFrom(lot, clock.monotonicMs());
      if (next) {
        lot = next.rest;
        pace.count();
        return { kind: "go", atMs: next.atMs };
      }
      waiting += 1;
      booking ??= book().finally(() => {
        booking = undefined;
      });
      const refusal = await booking.finally(() => {
        waiting -= 1;
      });
      if (refusal) return refusal;
    }
  };
  return {
    take,
    close: async () => {
      const { left, stepMs } = usableLot(lot, clock.monotonicMs());
      lot = emptyLot;
      if (left > 0) await input.unbook(left, 1_000 / stepMs);
    },
  };
}

function refusalOf({ pausedForMs, bookedUntilMs, nowMs }: Booking, earlyMs: number): Turn {
  if (pausedForMs > 0) return { kind: "wait", forMs: pausedForMs, isPaused: true };
  const forMs = Math.max(1_000, bookedUntilMs - nowMs - earlyMs);
  return { kind: "wait", forMs, isPaused: false };
}
