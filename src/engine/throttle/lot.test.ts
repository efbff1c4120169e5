import { describe, expect, it } from "vitest";
import { emptyLot, type Lot, lotOf, takeFrom, usableLot } from "./lot.ts";

/** Instants of all calls of a lot, when each is asked for at `nowMs`. */
function instantsOf(lot: Lot, nowMs: number): number[] {
  const next = takeFrom(lot, nowMs);
  return next ? [next.atMs, ...instantsOf(next.rest, nowMs)] : [];
}

describe("five calls booked together at twenty a second", () => {
  const booked = { calls: 5, endsAtMs: 1_250, perSecond: 20, burst: 1 };

  it("are sent 50 ms apart, the last one 50 ms before the end of the booking", () => {
    expect(instantsOf(lotOf(booked), 1_000)).toEqual([1_000, 1_050, 1_100, 1_150, 1_200]);
  });

  it("are sent earlier by the burst that is allowed", () => {
    expect(instantsOf(lotOf({ ...booked, burst: 3 }), 1_000)).toEqual([
      900, 950, 1_000, 1_050, 1_100,
    ]);
  });

  it("are lost when they were not made within half a second of their time", () => {
    expect(usableLot(lotOf(booked), 1_500).left).toBe(5);
    expect(usableLot(lotOf(booked), 1_600).left).toBe(3);
    expect(instantsOf(lotOf(booked), 1_600)).toEqual([1_100, 1_150, 1_200]);
    expect(usableLot(lotOf(booked), 9_000).left).toBe(0);
  });
});

it("an empty lot has no call", () => {
  expect(takeFrom(emptyLot, 1_000)).toBeNull();
});
